// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.SipException;
import io.srf.internal.b2bua.SetupEvent;
import org.jspecify.annotations.Nullable;

/**
 * The called side of a call that rings, which somebody takes who calls with a Replaces header for it (RFC 3891 §3): everybody who rings is cancelled,
 * and the caller is answered and then joined as one whose other side is replaced. Touched by tasks of the call's mailbox alone.
 */
final class Pickup implements Place {
    private static final int UNAVAILABLE = 480;
    private static final int GONE = 481;

    private final Setup setup;
    private final Leg ringing;
    private final @Nullable String offer;

    /**
     * A place to take.
     *
     * @param ringing the leg that is named
     * @param offer of the one who takes it; null if there is none
     */
    Pickup(Setup setup, Leg ringing, @Nullable String offer) {
        this.setup = setup;
        this.ringing = ringing;
        this.offer = offer;
    }

    @Override
    public Leg leg() {
        return setup.caller();
    }

    @Override
    public String name() {
        return "picks up " + ringing.id();
    }

    @Override
    public Joining.Ties ties() {
        return setup.ties();
    }

    @Override
    public @Nullable SipException take() {
        return setup.pickUp(ringing, offer);
    }

    @Override
    public void taken() {}

    @Override
    public void joined(Leg caller) {
        setup.pickedUp(caller);
    }

    /** Nobody rings any more, so the caller is hung up on. */
    @Override
    public void putBack() {
        setup.step(new SetupEvent.Abort(new SipException(UNAVAILABLE)));
    }

    @Override
    public SipException over() {
        return new SipException(GONE, "The caller is gone");
    }
}
