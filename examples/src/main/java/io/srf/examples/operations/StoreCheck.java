// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import io.srf.session.SessionStore;
import io.srf.session.SessionStoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether a session store answers. One question is asked at a time, whoever wants to know. */
public final class StoreCheck implements ReadyCheck {
    /** No call has this id. */
    private static final String NO_CALL = "srf-readiness";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SessionStore store;
    private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);

    /** Asks this store. */
    public StoreCheck(SessionStore store) {
        this.store = store;
    }

    @Override
    public @Nullable String problem() {
        try {
            ask().copy().orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS).join();
            return null;
        } catch (CompletionException e) {
            return e.getCause() instanceof TimeoutException
                    ? "the session store did not answer in " + PATIENCE.toSeconds() + " s"
                    : "the session store fails: " + String.valueOf(e.getCause());
        }
    }

    private synchronized CompletableFuture<Void> ask() {
        if (question.isDone()) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            question = next;
            Thread.ofVirtual().name("srf-store-check").start(() -> find(next));
        }
        return question;
    }

    private void find(CompletableFuture<Void> next) {
        try {
            store.find(NO_CALL);
            next.complete(null);
        } catch (SessionStoreException | IllegalStateException e) {
            next.completeExceptionally(e);
        }
    }
}
