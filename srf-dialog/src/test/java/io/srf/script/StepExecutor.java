// SPDX-License-Identifier: Apache-2.0
package io.srf.script;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs the application's code at once on the caller's thread, or holds it until a test lets it go. */
public final class StepExecutor implements Executor {
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean holding;

    @Override
    public void execute(Runnable task) {
        if (holding) {
            held.add(task);
        } else {
            task.run();
        }
    }

    /** Holds what comes from now on. */
    public void hold() {
        holding = true;
    }

    /** Runs what was held, and whatever comes from now on. */
    public void release() {
        holding = false;
        for (Runnable task = held.poll(); task != null; task = held.poll()) {
            task.run();
        }
    }

    /** How much is held. */
    public int held() {
        return held.size();
    }
}
