// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.SessionStoreException;
import io.srf.time.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the same thing; they share one future and one time limit.
 *
 * <p>It is settled by a thread of its own, never by a writer's or a timer's.
 */
final class SharedWait {
    private final StoreThreads threads;
    private final AtomicReference<@Nullable CompletableFuture<Void>> next = new AtomicReference<>();

    SharedWait(StoreThreads threads) {
        this.threads = threads;
    }

    /**
     * Waits, at most this long.
     *
     * @param late what to say when that was too short
     */
    CompletableFuture<Void> join(long timeoutMillis, Supplier<String> late) {
        CompletableFuture<Void> fresh = new CompletableFuture<>();
        while (true) {
            CompletableFuture<Void> waiting = next.get();
            if (waiting != null && !waiting.isDone()) {
                return waiting.copy();
            }
            if (next.compareAndSet(waiting, fresh)) {
                Timer timer = threads.timers()
                        .schedule(timeoutMillis, () -> settle(fresh, new SessionStoreException(late.get())));
                fresh.whenComplete((nothing, failure) -> timer.cancel());
                return fresh.copy();
            }
        }
    }

    /** Takes out those who wait now, to settle them later. */
    @Nullable CompletableFuture<Void> take() {
        return next.get() == null ? null : next.getAndSet(null);
    }

    /**
     * Settles those who were taken out, if anybody; here if there is no thread for it, for they must not wait forever.
     *
     * @param failure null if all is well
     */
    void settle(@Nullable CompletableFuture<Void> taken, @Nullable SessionStoreException failure) {
        if (taken == null) {
            return;
        }
        Runnable settling = failure == null ? () -> taken.complete(null) : () -> taken.completeExceptionally(failure);
        try {
            threads.executor().execute(settling);
        } catch (RejectedExecutionException noThread) {
            settling.run();
        }
    }
}
