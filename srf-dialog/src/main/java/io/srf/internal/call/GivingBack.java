// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2BUA;
import io.srf.UacOptions;
import java.util.concurrent.CompletableFuture;

/** Calls somebody for a leg that waits alone, and joins the two, unless somebody else is faster. Touched by tasks of the call's mailbox alone, except where it says otherwise. */
final class GivingBack implements Joining.Owner {
    private final Leg waiting;
    private final Call call;
    private final Joining joining;
    private final CompletableFuture<B2BUA> result = new Cancellable<>(headers -> giveUp());

    /**
     * Prepares the call.
     *
     * @throws IllegalArgumentException if the URI cannot be read
     */
    GivingBack(Leg waiting, Joining.Ties ties, String uri, UacOptions how) {
        this.waiting = waiting;
        this.call = waiting.call();
        this.joining = new Joining(waiting, ties, new Joining.Callee(uri, how.extras()), how, this);
    }

    /** What comes of it. Called by any thread. */
    CompletableFuture<B2BUA> result() {
        return result;
    }

    void begin() {
        joining.begin();
    }

    /** Nobody waits for it any more. Called by any thread. */
    private void giveUp() {
        call.execute(joining::cancel);
    }

    @Override
    public boolean isWanted() {
        return waiting.other() == null;
    }

    @Override
    public void joined(Leg target) {
        call.completeJoined(result, waiting, target);
    }

    @Override
    public void failed(Throwable cause) {
        call.fail(result, cause);
    }
}
