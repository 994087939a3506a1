// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.time.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Looks again and again whether something is so, for what tells nobody when it becomes so. May be used by any thread. */
record Polling(Timers timers) {
    /** How long it waits between two looks. */
    static final long PAUSE_MILLIS = 20;

    /** Completes when it is so, or the time for it has run out; at once if it is so already. */
    CompletableFuture<Void> until(BooleanSupplier isSo, Duration limit) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        look(isSo, timers.nanoTime() + limit.toNanos(), done);
        return done;
    }

    private void look(BooleanSupplier isSo, long deadline, CompletableFuture<Void> done) {
        if (isSo.getAsBoolean() || timers.nanoTime() - deadline >= 0) {
            done.complete(null);
        } else {
            timers.schedule(PAUSE_MILLIS, () -> look(isSo, deadline, done));
        }
    }
}
