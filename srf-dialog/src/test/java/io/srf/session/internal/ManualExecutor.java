// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks when a test says so. */
final class ManualExecutor implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private boolean full;

    @Override
    public void execute(Runnable task) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        tasks.add(task);
    }

    /** Takes no tasks for now. */
    void isFull() {
        full = true;
    }

    /** Takes tasks again. */
    void hasRoom() {
        full = false;
    }

    /** Runs all tasks, and those that they add. */
    void run() {
        Runnable next;
        while ((next = tasks.poll()) != null) {
            next.run();
        }
    }

    int pending() {
        return tasks.size();
    }
}
