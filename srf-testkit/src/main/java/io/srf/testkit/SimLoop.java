// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.Loop;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Instant;

/**
 * A loop of an engine that runs in virtual time: its tasks are events, so they run on the thread that drives the time.
 *
 * <p>Several loops of one time take turns as several threads would, and each knows its own tasks from those of the others.
 */
public final class SimLoop implements Loop, Timers {
    private final VirtualTime time;
    private boolean running;

    /** A loop that never stops. */
    public SimLoop(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        schedule(0, task);
    }

    @Override
    public boolean inLoop() {
        return time.isDriving() && running;
    }

    @Override
    public Timers timers() {
        return this;
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        return time.schedule(delayMillis, new InLoop(task));
    }

    /** A task that the loop knows as its own while it runs. */
    private final class InLoop implements Runnable {
        private final Runnable task;

        InLoop(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            running = true;
            try {
                task.run();
            } finally {
                running = false;
            }
        }

        @Override
        public String toString() {
            return task.toString();
        }
    }
}
