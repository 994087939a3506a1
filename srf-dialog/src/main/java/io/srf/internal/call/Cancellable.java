// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallFuture;
import io.srf.app.Extras;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Hands the wish to cancel on. */
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
        boolean cancelled = completeExceptionally(new CancellationException());
        if (cancelled) {
            onCancel.accept(extras);
        }
        return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
