// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
     * @throws RejectedExecutionException if the executor has no thread for it, or has shut down
     */
    void execute(Runnable task) {
        waiting.add(task);
        if (mayBegin()) {
            startWorker(task);
        }
    }

    private boolean mayBegin() {
        return workers.getAndUpdate(now -> Math.min(now + 1, atOnce)) < atOnce;
    }

    /** If another worker has the task already, it does not matter that there is no thread for this one. */
    private void startWorker(Runnable task) {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException noThread) {
            workers.decrementAndGet();
            if (waiting.remove(task)) {
                throw noThread;
            }
        }
    }

    private void drain() {
        do {
            Runnable task;
            while ((task = waiting.poll()) != null) {
                task.run();
            }
            workers.decrementAndGet();
        } while (!waiting.isEmpty() && mayBegin());
    }
}
