// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.InviteClient;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
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

    /** An ACK has the same as its INVITE (RFC 3261 §22.1). */
    private static final List<HeaderName> ANSWERS = List.of(HeaderName.AUTHORIZATION, HeaderName.PROXY_AUTHORIZATION);

    private record SentAck(SipRequest message, InetSocketAddress to) {}

    private final Agent agent;
    private final InetSocketAddress to;
    private final User user;
    private final IntSupplier nextCSeq;
    private final Map<String, SentAck> acks = new HashMap<>();
    private SipRequest request;
    private Cancelling cancelling;

    private OutgoingInvite(Agent agent, SipRequest request, InetSocketAddress to, User user, IntSupplier nextCSeq) {
        this.agent = agent;
        this.to = to;
        this.user = user;
        this.nextCSeq = nextCSeq;
        this.request = request;
        this.cancelling = start(request);
    }

    private Cancelling start(SipRequest invite) {
        InviteClient transaction = agent.transactions.invite(invite, to, this);
        return new Cancelling(agent, transaction, this::failed);
    }

    /** Sends the first INVITE of a call. */
    static OutgoingInvite send(Agent agent, SipRequest request, InetSocketAddress to, User user) {
        return new OutgoingInvite(agent, request, to, user, () -> request.cseq().number() + 1);
    }

    /** Sends a later INVITE, in this dialog. */
    static OutgoingInvite send(Agent agent, SipRequest request, Dialog dialog, User user) {
        return new OutgoingInvite(agent, request, agent.addressOf(dialog.nextHop()), user, dialog::nextCSeq);
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
            refused(response);
            return;
        }
        SentAck ack = acks.get(tag(response));
        if (ack == null) {
            user.accepted(response);
        } else {
            agent.send(ack.message, ack.to);
        }
    }

    /** Sends it once more with an answer if it was challenged, unless it is cancelled. */
    private void refused(SipResponse response) {
        SipRequest again = cancelling.isWanted() ? null : agent.logins.answer(request, response, nextCSeq);
        if (again == null) {
            user.refused(response);
        } else {
            request = again;
            cancelling = start(again);
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
        for (HeaderName answered : ANSWERS) {
            request.all(answered).forEach(ack::add);
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
