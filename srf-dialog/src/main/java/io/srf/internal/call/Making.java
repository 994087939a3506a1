// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that are being made: most have no leg yet that could be ended. May be used by any thread. */
final class Making {
    private final Set<Runnable> all = ConcurrentHashMap.newKeySet();

    /**
     * Keeps a call until its future is done.
     *
     * @param giveUp gives it up; may be called when the call is made already
     */
    void keep(Runnable giveUp, CompletableFuture<?> future) {
        all.add(giveUp);
        future.whenComplete((made, failure) -> all.remove(giveUp));
    }

    /** Gives all of them up. */
    void giveUp() {
        all.forEach(Runnable::run);
    }
}
