// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.b2bua;

import org.jspecify.annotations.Nullable;

/**
 * How far a back-to-back call has come. A is the caller's leg, B the called one.
 *
 * @param phase how far
 * @param late whether the offer is B's, because B's INVITE had none
 * @param cause why B is gone, in {@link Phase#LOSING}; else null
 */
public record SetupState(
        Phase phase, boolean late, @Nullable Throwable cause) {
    /** How far a back-to-back call has come. */
    public enum Phase {
        /** What B is offered is being made; A waits. */
        OFFERING,
        /** B's INVITE is out; A waits. */
        CALLING,
        /** B answered; what A is answered with is being made. */
        ADAPTING,
        /** The 200 to A was handed to the engine. */
        ANSWERING,
        /** As before, but B is gone already. */
        LOSING,
        /** A has B's offer; B's 2xx waits for the answer that A's ACK brings. */
        AWAITING_ACK,
        /** A's part in the answer to B's offer is there; the answer is being made. */
        ANSWERING_B,
        /** Somebody has picked the call up; the 200 to A was handed to the engine. */
        PICKING_UP,
        /** A is up, and is being joined with who has picked the call up. */
        JOINING,
        /** Both legs are up. */
        BRIDGED,
        /** There is no call. */
        OVER
    }

    /** A call whose A leg has just come in. */
    public static final SetupState START = new SetupState(Phase.OFFERING, false, null);

    SetupState in(Phase newPhase) {
        return new SetupState(newPhase, late, cause);
    }

    SetupState lateOffer() {
        return new SetupState(phase, true, cause);
    }

    SetupState losing(Throwable why) {
        return new SetupState(Phase.LOSING, late, why);
    }
}
