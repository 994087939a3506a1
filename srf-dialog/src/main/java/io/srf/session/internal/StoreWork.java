// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks that ask a store, a few at once; the rest wait in order. May be used by any thread. */
final class StoreWork {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final Executor executor;
    private final int atOnce;

    StoreWork(Executor executor, int atOnce) {
        this.executor = executor;
        this.atOnce = atOnce;
    }

    /**
     * Runs a task, which must not throw.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the executor has shut down
     */
    void execute(Runnable task) {
        waiting.add(task);
        startWorker();
    }

    private void startWorker() {
        int before = workers.getAndUpdate(now -> Math.min(now + 1, atOnce));
        if (before < atOnce) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        Runnable task;
        while ((task = waiting.poll()) != null) {
            task.run();
        }
        workers.decrementAndGet();
        if (!waiting.isEmpty()) {
            startWorker();
        }
    }
}
