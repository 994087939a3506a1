// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallFuture;
import io.srf.app.Extras;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Hands the wish to cancel on: {@code cancel}, or a failure that somebody else completes it with, as {@code orTimeout} does. */
final class Cancellable<T> extends CallFuture<T> {
    private final Consumer<Extras> onCancel;

    Cancellable(Consumer<Extras> onCancel) {
        this.onCancel = onCancel;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return cancel(Extras.NONE);
    }

    @Override
    public boolean cancel(Extras extras) {
        return giveUp(new CancellationException(), extras);
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        return giveUp(cause, Extras.NONE);
    }

    /** If it was we who have failed, there is nothing left to cancel. */
    private boolean giveUp(Throwable cause, Extras extras) {
        boolean first = super.completeExceptionally(cause);
        if (first) {
            onCancel.accept(extras);
        }
        return first;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
