// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session description that comes later, so that no thread need wait for it.
 *
 * @param sdp what is sent, whatever the other side sent
 */
public record LaterSdp(CompletionStage<String> sdp) implements UnaryOperator<String> {
    @Override
    public String apply(String ignored) {
        return sdp.toCompletableFuture().join();
    }

    /** Tells in the call's mailbox when it is there. */
    void whenThere(Call call, Sdps.Made then) {
        sdp.whenComplete((made, failure) -> call.execute(() -> tell(made, failure, then)));
    }

    private static void tell(@Nullable String made, @Nullable Throwable failure, Sdps.Made then) {
        if (made != null) {
            then.ready(made);
        } else if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
            then.failed(wrapped.getCause());
        } else {
            then.failed(failure == null ? new NullPointerException("a session description came as null") : failure);
        }
    }
}
