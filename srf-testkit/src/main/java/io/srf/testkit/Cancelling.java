// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.CSeq;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import io.srf.testkit.internal.ua.InviteClient;
import io.srf.testkit.internal.ua.SipTimers;
import io.srf.time.Timer;
import java.util.function.Consumer;

/** The CANCEL of an INVITE: sent once, and not before a provisional response has come (RFC 3261 §9.1). */
final class Cancelling {
    private final Agent agent;
    private final InviteClient invite;
    private final Consumer<SipResponse> onSilence;
    private boolean wanted;
    private boolean sent;
    private Timer silence = () -> {};

    /**
     * Nothing is cancelled yet.
     *
     * @param onSilence told with a 487 if the INVITE is not answered in spite of its CANCEL
     */
    Cancelling(Agent agent, InviteClient invite, Consumer<SipResponse> onSilence) {
        this.agent = agent;
        this.invite = invite;
        this.onSilence = onSilence;
    }

    void begin() {
        wanted = true;
        sendIfDue(invite.isProceeding());
    }

    boolean isWanted() {
        return wanted;
    }

    void provisionalCame() {
        sendIfDue(true);
    }

    /** The INVITE has its final response. */
    void isOver() {
        silence.cancel();
        sent = true;
    }

    private void sendIfDue(boolean proceeding) {
        if (wanted && proceeding && !sent) {
            sent = true;
            silence = agent.alarms.set("end of " + invite + " after CANCEL", SipTimers.GIVE_UP, this::giveUp);
            agent.transactions.request(message(), invite.to(), new Unheard(agent));
        }
    }

    private SipRequest message() {
        SipRequest request = invite.request();
        SipRequest.Builder cancel = SipRequest.builder(Methods.CANCEL, request.uriText())
                .add(HeaderName.VIA, request.topVia())
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, request.from())
                .add(HeaderName.TO, request.to())
                .add(HeaderName.CALL_ID, request.callId())
                .add(HeaderName.CSEQ, new CSeq(request.cseq().number(), Methods.CANCEL));
        for (Header route : request.all(HeaderName.ROUTE)) {
            cancel.add(route);
        }
        return cancel.build();
    }

    private void giveUp() {
        invite.abandon();
        onSilence.accept(invite.request().response(487, null).build());
    }

    /** Whose responses change nothing. */
    record Unheard(Agent agent) implements ClientTransaction.User {
        @Override
        public void response(SipResponse response) {}

        @Override
        public void failed(SipResponse response) {
            agent.notice(response);
        }
    }
}
