// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.A;

import io.srf.B2buaOptions;
import io.srf.app.SipException;
import io.srf.internal.b2bua.SetupEvent;
import io.srf.sip.Methods;
import org.jspecify.annotations.Nullable;

/** What A and B offer each other while B rings: in reliable responses, PRACK (RFC 3262 §5) and UPDATE (RFC 3311 §5.1). Touched by tasks of the mailbox alone. */
final class EarlyOffers {
    private static final int NOT_ACCEPTABLE = 488;

    private final Setup setup;
    private final B2buaOptions options;
    private final CallerSide caller;
    private final CalledSide called;
    private final SdpForA sdpForA;
    private Sdps.@Nullable Made answerForB;

    EarlyOffers(Setup setup, B2buaOptions options, CallerSide caller, CalledSide called, SdpForA sdpForA) {
        this.setup = setup;
        this.options = options;
        this.caller = caller;
        this.called = called;
        this.sdpForA = sdpForA;
    }

    /** Whether an offer of B's in a reliable response can be answered: with A's offer, or by A, who then gets it reliably (RFC 3262 §5). */
    boolean canBeAnswered() {
        boolean reaches = called.isOne() && options.passProvisionalResponses();
        return caller.offer() != null || (reaches && caller.takesReliable());
    }

    /** B makes an offer in a reliable response, and has to be given the answer; A is shown the offer as B's progress. */
    void fromB(Sdps.Made answer) {
        String ofA = caller.offer();
        if (ofA == null) {
            answerForB = answer;
        } else {
            sdpForA.make(null, setup.madeForA(same -> answer(ofA, answer)));
        }
    }

    /** A has answered that offer of B's; null if it did not. */
    void answeredByA(@Nullable String ofA) {
        Sdps.Made waiting = answerForB;
        if (ofA == null || waiting == null) {
            setup.step(new SetupEvent.SdpFailed(new SipException(NOT_ACCEPTABLE, "No answer in the PRACK").on(A)));
        } else {
            answer(ofA, waiting);
        }
    }

    private void answer(String ofA, Sdps.Made answer) {
        Sdps.make(caller.leg().call(), options.localSdpB(), ofA, setup.made(answer::ready));
    }

    /** A makes an offer. */
    void fromA(String offer, EarlyOffer.Then then) {
        Leg early = called.ringing();
        if (early == null) {
            then.refused();
        } else {
            new EarlyOffer(early, options, then).send(offer);
        }
    }

    /** B makes an offer in an UPDATE; false if A cannot get it yet. */
    boolean pass(Leg b, RemoteOffer offer) {
        boolean fixed = options.localSdpA() instanceof FixedSdp || options.localSdpB() instanceof FixedSdp;
        if (!setup.isCalling() || fixed || !caller.takesUpdates() || !setup.passes(Methods.INVITE)) {
            return false;
        }
        b.partnership().sdpFromPeer(options.localSdpB());
        caller.leg().partnership().sdpFromPeer(options.localSdpA());
        new BridgedOffer(b, caller.leg(), offer).start(update -> caller.update(update, b, offer));
        return true;
    }

    /** A has got this for a description of B's, by another way than in a response. */
    void changed(String ofB, String forA) {
        sdpForA.gave(ofB, forA);
    }
}
