// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks at once, or when the test says so. */
final class HeldExecutor implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean holding;
    private boolean shutDown;

    @Override
    public void execute(Runnable task) {
        if (shutDown) {
            throw new RejectedExecutionException("shut down");
        }
        if (holding) {
            tasks.add(task);
        } else {
            task.run();
        }
    }

    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    void shutDown() {
        shutDown = true;
    }

    int held() {
        return tasks.size();
    }
}
