// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.InviteClient;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An INVITE that a phone sends, first or later: its ACKs, of which each 2xx gets one, and its CANCEL. */
final class OutgoingInvite implements ClientTransaction.User {
    /** Whose INVITE it is. */
    interface User {
        /** A 1xx came. */
        void provisional(SipResponse response);

        /** A 2xx with a new To-tag came; the user has to acknowledge it. */
        void accepted(SipResponse response);

        /** It failed. */
        void refused(SipResponse response);
    }

    private record SentAck(SipRequest message, InetSocketAddress to) {}

    private final Agent agent;
    private final SipRequest request;
    private final User user;
    private final InviteClient transaction;
    private final Cancelling cancelling;
    private final Map<String, SentAck> acks = new HashMap<>();

    private OutgoingInvite(Agent agent, SipRequest request, InetSocketAddress to, User user) {
        this.agent = agent;
        this.request = request;
        this.user = user;
        this.transaction = agent.transactions.invite(request, to, this);
        this.cancelling = new Cancelling(agent, transaction, this::failed);
    }

    static OutgoingInvite send(Agent agent, SipRequest request, InetSocketAddress to, User user) {
        return new OutgoingInvite(agent, request, to, user);
    }

    SipRequest request() {
        return request;
    }

    /** Cancels it: now, or as soon as a provisional response has come. */
    void cancel() {
        cancelling.begin();
    }

    @Override
    public void response(SipResponse response) {
        if (response.isProvisional()) {
            cancelling.provisionalCame();
            user.provisional(response);
            return;
        }
        cancelling.isOver();
        if (!response.isSuccess()) {
            user.refused(response);
            return;
        }
        SentAck ack = acks.get(tag(response));
        if (ack == null) {
            user.accepted(response);
        } else {
            agent.send(ack.message, ack.to);
        }
    }

    @Override
    public void failed(SipResponse response) {
        cancelling.isOver();
        agent.notice(response);
        user.refused(response);
    }

    /** Sends the ACK for the 2xx of this dialog, with an answer if the 2xx held the offer. */
    void acknowledge(Dialog dialog, @Nullable String answer) {
        SipRequest.Builder ack = dialog.request(Methods.ACK, request.cseq().number());
        if (answer != null) {
            ack.body(answer, Sdp.TYPE);
        }
        SipRequest message = agent.complete(Methods.ACK, ack, edit -> {});
        SentAck sent = new SentAck(message, agent.addressOf(dialog.nextHop()));
        acks.put(dialog.id().remoteTag(), sent);
        agent.send(sent.message, sent.to);
    }

    private static String tag(SipResponse response) {
        String tag = response.to().tag();
        return tag == null ? "" : tag;
    }
}
