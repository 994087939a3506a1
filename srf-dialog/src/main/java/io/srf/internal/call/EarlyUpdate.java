// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.sip.SipResponse;
import java.util.Set;

/**
 * An UPDATE that brings A what B offers in one before its 2xx (RFC 3311 §5.1). If A does not take UPDATE, B is answered here, and A is offered it in a
 * re-INVITE once the two are joined. Touched by tasks of the mailbox alone.
 */
final class EarlyUpdate implements LocalOffer.Taker {
    /** Says nothing of the offer: A, or an engine between us, does not take such a request. */
    private static final Set<Integer> NOT_TAKEN = Set.of(405, 408, 481, 501, 503);

    private final LocalOffer update;
    private final Leg from;
    private final RemoteOffer offer;
    private final Owner owner;

    /**
     * Prepares it.
     *
     * @param update as A gets it
     * @param from B's leg
     * @param offer of B's
     */
    EarlyUpdate(LocalOffer update, Leg from, RemoteOffer offer, Owner owner) {
        this.update = update;
        this.from = from;
        this.offer = offer;
        this.owner = owner;
    }

    /** Hears what comes of it. */
    interface Owner {
        /** A has accepted this, which stands for what B has offered. */
        void accepted(String ofB, String forA);

        /** A has answered, or cannot any more. */
        void over();
    }

    void send(Leg to) {
        to.localOffers().addEarly(update.heardBy(this));
    }

    @Override
    public void accepted(SipResponse response) {
        String ofB = offer.sdp();
        String forA = update.sdp();
        if (ofB != null && forA != null) {
            owner.accepted(ofB, forA);
        }
        update.taker().accepted(response);
        owner.over();
    }

    @Override
    public void refused(Throwable cause) {
        if (NOT_TAKEN.contains(Requests.statusOf(cause))) {
            from.remoteOffers().answerAlone(offer);
        } else {
            update.taker().refused(cause);
        }
        owner.over();
    }
}
