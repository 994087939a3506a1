// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.ReceivedResponse;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of an {@link Invite}, in the call's mailbox, where it does not say otherwise. */
interface InviteOwner {
    /** A leg was made that nobody can have heard of yet. Called by the link's thread. */
    void made(Leg leg);

    /** It was sent. Called by the link's thread. */
    void sent(SipRequest message);

    /** A provisional response came. */
    void progress(ReceivedResponse response);

    /** The leg that requests of this method from a leg that rings pass to; null if they do not. */
    default @Nullable Leg partnerFor(String method) {
        return null;
    }

    /** Whether it answers offers in reliable provisional responses; else the one in the 2xx counts. */
    default boolean takesEarlyOffers() {
        return false;
    }

    /** A reliable provisional response came with an offer; its PRACK waits for the answer (RFC 3262 §5). */
    default void offeredEarly(String offer, Sdps.Made answer) {}

    /** A 2xx came with an offer; {@link Invite#answer} or {@link Invite#noAnswer} must follow. */
    void offered(Leg leg, ReceivedResponse response, String offer);

    /** The dialog is there; its ACK has been sent. */
    void answered(Leg leg, ReceivedResponse response);

    /** There is no dialog. */
    void failed(Throwable cause);

    /** Whether it wants the dialogs of further forks that answer. */
    default boolean takesForks() {
        return false;
    }

    /** A further fork has answered; its ACK has been sent. */
    default void forked(Leg leg) {}
}
