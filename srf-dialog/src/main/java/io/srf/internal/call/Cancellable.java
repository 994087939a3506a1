// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import java.util.concurrent.CompletableFuture;

/** The future of a call that is being made; cancelling it cancels the call. */
final class Cancellable<T> extends CompletableFuture<T> {
    private final Runnable onCancel;

    Cancellable(Runnable onCancel) {
        this.onCancel = onCancel;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            onCancel.run();
        }
        return cancelled;
    }

    /** What is derived from it cancels nothing. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
