// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A future for users: it completes on the executor, so that what follows it may block without holding up a link. */
final class Promise<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Executor executor;

    Promise(Executor executor) {
        this.executor = executor;
    }

    CompletableFuture<T> future() {
        return future;
    }

    void complete(T value) {
        settle(() -> future.complete(value));
    }

    void fail(Throwable cause) {
        settle(() -> future.completeExceptionally(cause));
    }

    /** On the caller's thread if the executor has shut down: a future must settle even then. */
    private void settle(Runnable settling) {
        try {
            executor.execute(settling);
        } catch (RejectedExecutionException shutDown) {
            settling.run();
        }
    }
}
