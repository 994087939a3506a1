// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Sdp;
import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.sip.Header;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** Ends a call that nobody wants any more, though it was just answered: ACK, then BYE (RFC 3261 §13.2.2.4, §15). */
final class Undo {
    private Undo() {}

    /**
     * Acknowledges this 2xx and hangs up.
     *
     * @param late whether it holds an offer, whose streams the ACK then refuses
     * @param signing answers challenges; null if nobody does
     */
    static void answer(Agent agent, ReceivedResponse success, boolean late, OutgoingRequest.@Nullable Signing signing) {
        String id = success.dialogId();
        if (id == null) {
            id = LegRecords.dialogId(success.message());
        }
        Extras ack = late ? refusal(Sdps.in(success.message())) : Extras.NONE;
        agent.ack(id, signed(ack, signing), new Quiet<SipRequest>());
        agent.send(OutgoingRequest.inDialog(id, Methods.BYE, Extras.NONE).signedBy(signing), new Quiet<SipRequest>());
    }

    /** Hangs up on a caller whom our 2xx has reached although its leg is over. */
    static void answer(Leg over) {
        OutgoingRequest bye = OutgoingRequest.inDialog(over.id(), Methods.BYE, Extras.NONE);
        Sending.request(over.agent(), bye, new Quiet<SipResponse>());
        over.call().calls().remove(over);
    }

    /** The ACK has the answers of its INVITE (RFC 3261 §22.1). */
    private static Extras signed(Extras ack, OutgoingRequest.@Nullable Signing signing) {
        Extras signed = ack;
        if (signing != null) {
            for (Header answer : signing.logins().forAck()) {
                signed = signed.header(answer);
            }
        }
        return signed;
    }

    /** The answer that refuses all streams of an offer. */
    static Extras refusal(@Nullable String offer) {
        return offer == null ? Extras.NONE : Extras.sdp(Sdp.edit(offer, Sdp::refused));
    }
}
