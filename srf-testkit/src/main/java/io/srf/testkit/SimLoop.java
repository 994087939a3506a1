// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.Loop;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loop of an engine that runs in virtual time: its tasks are events, so they run on the thread that drives the time.
 *
 * <p>Several loops of one time take turns as several threads would, and each knows its own tasks from those of the others.
 */
public final class SimLoop implements Loop, Timers {
    private final VirtualTime time;
    private final SimPause pause;
    private final Set<InLoop> waiting = ConcurrentHashMap.newKeySet();
    private boolean running;

    /** A loop that never stops. */
    public SimLoop(VirtualTime time) {
        this(time, new SimPause());
    }

    /** A loop that stops with its process. */
    SimLoop(VirtualTime time, SimPause pause) {
        this.time = time;
        this.pause = pause;
    }

    @Override
    public void execute(Runnable task) {
        time.schedule(0, new InLoop(task));
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
        InLoop later = new InLoop(task);
        waiting.add(later);
        Timer timer = time.schedule(delayMillis, later);
        return () -> {
            waiting.remove(later);
            timer.cancel();
        };
    }

    @Override
    public int timersWaiting() {
        return waiting.size();
    }

    /** A task that the loop knows as its own while it runs. */
    private final class InLoop implements Runnable {
        private final Runnable task;

        InLoop(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            pause.run(this::runNow);
        }

        private void runNow() {
            waiting.remove(this);
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
