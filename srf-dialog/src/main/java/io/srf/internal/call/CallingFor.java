// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.A;

import io.srf.B2BUA;
import io.srf.Dialog;
import io.srf.UacOptions;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Phase;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Calls somebody for a leg that stands alone, and joins the two, unless somebody else is faster. Touched by tasks of the call's mailbox alone, except where it
 * says otherwise.
 */
public final class CallingFor implements Joining.Owner {
    private static final int GONE = 481;
    private static final int TAKEN = 486;

    private final Leg alone;
    private final Call call;
    private final Joining joining;
    private final CompletableFuture<B2BUA> result = new Cancellable<>(headers -> giveUp());

    /**
     * Prepares the call. Called by any thread.
     *
     * @param ties asked in the call's mailbox, when it begins
     * @throws IllegalArgumentException if the URI cannot be read
     */
    CallingFor(Leg alone, Supplier<Joining.Ties> ties, String uri, UacOptions how) {
        this.alone = alone;
        this.call = alone.call();
        this.joining = new Joining(alone, ties, new Joining.Callee(uri, how.extras()), how, this);
    }

    /** Calls somebody for a call of the application's. Called by any thread. */
    public static CompletableFuture<B2BUA> start(Dialog dialog, String uri, UacOptions how) {
        CallingFor calling = new CallingFor(LegDialog.legOf(dialog), () -> Joining.Ties.NONE, uri, how);
        calling.call.flight().decided("join", uri);
        calling.call.execute(calling::begin);
        return calling.result;
    }

    /** What comes of it. Called by any thread. */
    CompletableFuture<B2BUA> result() {
        return result;
    }

    void begin() {
        if (alone.phase() != Phase.CONFIRMED) {
            failed(new SipException(GONE, "The call is not up").on(A));
        } else if (alone.other() != null || !alone.partnership().reserve(this)) {
            failed(new SipException(TAKEN, "The call is joined, or is being joined, with another").on(A));
        } else {
            joining.begin();
        }
    }

    /** Nobody waits for it any more. Called by any thread. */
    private void giveUp() {
        call.execute(joining::cancel);
    }

    @Override
    public boolean isWanted() {
        return alone.other() == null;
    }

    @Override
    public void joined(Leg target) {
        alone.partnership().release(this);
        call.completeJoined(result, alone, target);
    }

    @Override
    public void failed(Throwable cause) {
        alone.partnership().release(this);
        call.fail(result, cause);
    }
}
