// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.Request;
import org.jspecify.annotations.Nullable;

/**
 * The PRACKs of the caller of a back-to-back call, which may answer an offer of B's or make a new one (RFC 3262 §5). Touched by tasks of the mailbox
 * alone.
 */
final class CallerPracks implements EarlyUpdate.Owner {
    private static final int OK = 200;

    private final Leg leg;
    private final Setup setup;
    private final PrackGate gate;
    private final EarlyAgreement agreement;

    CallerPracks(Leg leg, Setup setup, PrackGate gate, EarlyAgreement agreement) {
        this.leg = leg;
        this.setup = setup;
        this.gate = gate;
        this.agreement = agreement;
    }

    void received(Request prack) {
        String sdp = Sdps.in(prack.message());
        boolean answers = agreement.isAnswerDue();
        agreement.acknowledged();
        if (answers) {
            answered(prack, sdp);
        } else if (sdp == null) {
            Sending.quietly(prack.response(), OK);
            gate.open();
        } else {
            offered(prack, sdp);
        }
    }

    private void answered(Request prack, @Nullable String answer) {
        Sending.quietly(prack.response(), OK);
        if (answer != null) {
            leg.facts().agreed(agreement.offer(), answer, null);
        }
        setup.earlyOffers().answeredByA(answer);
        gate.open();
    }

    /** What B does not answer is answered with what A has. */
    private void offered(Request prack, String offer) {
        setup.earlyOffers().fromA(offer, new EarlyOffer.Then() {
            @Override
            public void answered(String ofB, String forA) {
                accepted(ofB, forA);
                answerWith(prack, offer, forA);
                leg.hold().gave(forA);
            }

            @Override
            public void refused() {
                answerWith(prack, offer, leg.hold().answerTo(offer));
            }
        });
    }

    private void answerWith(Request prack, String offer, @Nullable String answer) {
        leg.facts().agreed(answer, offer, null);
        Sending.quietly(prack.response(), OK, null, answer == null ? Extras.NONE : Extras.sdp(answer));
        gate.open();
    }

    @Override
    public void accepted(String ofB, String forA) {
        agreement.changed();
        setup.earlyOffers().changed(ofB, forA);
    }

    @Override
    public void over() {
        gate.open();
    }
}
