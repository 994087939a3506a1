// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.sip.SipResponse;
import java.util.function.Consumer;

/**
 * An offer that A makes in the PRACK for a reliable response of B's (RFC 3262 §5). B gets it in an UPDATE (RFC 3311), because B's own PRACK has gone
 * before A's came.
 */
final class EarlyOffer implements LocalOffer.Taker {
    private final Leg leg;
    private final B2buaOptions options;
    private final Then then;

    /** Takes the answer, in the call's mailbox. */
    interface Then {
        /**
         * B has answered.
         *
         * @param forA what A gets for it
         */
        void answered(String ofB, String forA);

        /** There is no answer. */
        void refused();
    }

    /**
     * Prepares it.
     *
     * @param leg B's
     */
    EarlyOffer(Leg leg, B2buaOptions options, Then then) {
        this.leg = leg;
        this.options = options;
        this.then = then;
    }

    void send(String ofA) {
        if (options.localSdpA() instanceof FixedSdp || options.localSdpB() instanceof FixedSdp) {
            then.refused();
        } else {
            Sdps.make(leg.call(), options.localSdpB(), ofA, made(this::update));
        }
    }

    private void update(String offer) {
        leg.localOffers().addEarly(LocalOffer.update(offer, this));
    }

    private Sdps.Made made(Consumer<String> next) {
        return Sdps.Made.of(next, cause -> then.refused());
    }

    @Override
    public void accepted(SipResponse response) {
        String answer = Sdps.in(response);
        if (answer == null) {
            then.refused();
        } else {
            Sdps.make(leg.call(), options.localSdpA(), answer, made(forA -> then.answered(answer, forA)));
        }
    }

    @Override
    public void refused(Throwable cause) {
        then.refused();
    }
}
