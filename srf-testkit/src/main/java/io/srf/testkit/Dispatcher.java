// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import io.srf.testkit.internal.ua.InviteServer;
import io.srf.testkit.internal.ua.ServerTransaction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/** Takes each request to where it belongs: its transaction, its call, or nobody (RFC 3261 §8.2, §12.2.2). */
final class Dispatcher {
    private static final Set<String> ONLY_IN_DIALOGS = Set.of(Methods.BYE, Methods.UPDATE, Methods.INFO, Methods.PRACK);

    private final Agent agent;

    Dispatcher(Agent agent) {
        this.agent = agent;
    }

    void received(SipRequest asSent, InetSocketAddress from) {
        SipRequest request = stamped(asSent, from);
        if (agent.transactions.received(request)) {
            return;
        }
        if (request.is(Methods.ACK)) {
            acknowledged(request);
            return;
        }
        ServerTransaction transaction = agent.transactions.open(request, replyAddress(request, from));
        try {
            dispatch(transaction);
        } catch (SipParseException e) {
            transaction.respond(request.response(e.suggestedStatus(), null).build());
            throw e;
        }
    }

    private void dispatch(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (request.is(Methods.CANCEL)) {
            cancel(transaction);
        } else if (!agent.extensions.containsAll(request.values(HeaderName.REQUIRE))) {
            refuseExtensions(transaction);
        } else if (request.to().tag() != null) {
            inDialog(transaction);
        } else {
            outside(transaction);
        }
    }

    /** Writes into the topmost Via where the request came from (RFC 3261 §18.2.1, RFC 3581 §4). */
    private static SipRequest stamped(SipRequest request, InetSocketAddress from) {
        Via via = request.topVia();
        String source = Text.host(from);
        boolean wantsPort = via.params().has("rport");
        if (via.host().equals(source) && !wantsPort) {
            return request;
        }
        Via stamped = via.withParam("received", Text.digits(from));
        if (wantsPort) {
            stamped = stamped.withParam("rport", Integer.toString(from.getPort()));
        }
        return request.toBuilder().replaceTopVia(stamped).build();
    }

    /** Where responses go (RFC 3261 §18.2.2, RFC 3581 §4). */
    private InetSocketAddress replyAddress(SipRequest request, InetSocketAddress from) {
        Via via = request.topVia();
        if (agent.isReliable() || via.rport() >= 0) {
            return from;
        }
        InetAddress source = from.getAddress();
        return new InetSocketAddress(source, via.portOrDefault());
    }

    private void acknowledged(SipRequest ack) {
        Call call = agent.calls.of(ack);
        if (call != null) {
            call.inDialog.acknowledged(ack);
        }
    }

    private void cancel(ServerTransaction transaction) {
        InviteServer invite = agent.transactions.inviteOf(transaction.request());
        if (invite == null) {
            respond(transaction, 481);
        } else {
            transaction.respond(
                    agent.response(transaction.request(), 200, invite.toTag()).build());
            invite.cancelled();
        }
    }

    private void refuseExtensions(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        SipResponse.Builder refusal = agent.response(request, 420, agent.ids.tag());
        request.values(HeaderName.REQUIRE).stream()
                .filter(option -> !agent.extensions.contains(option))
                .forEach(option -> refusal.add(HeaderName.UNSUPPORTED, option));
        transaction.respond(refusal.build());
    }

    private void inDialog(ServerTransaction transaction) {
        Call call = agent.calls.of(transaction.request());
        if (call != null) {
            call.inDialog.received(transaction);
        } else if (!agent.watches.take(transaction)) {
            respond(transaction, 481);
        }
    }

    private void outside(ServerTransaction transaction) {
        String method = transaction.request().method();
        if (transaction instanceof InviteServer invite) {
            Call.receive(agent, invite);
        } else if (ONLY_IN_DIALOGS.contains(method)) {
            respond(transaction, 481);
        } else if (transaction.request().is(Methods.SUBSCRIBE) && agent.watches.isAccepting()) {
            agent.watches.accept(transaction);
        } else {
            agent.replies.answer(agent, transaction);
        }
    }

    private void respond(ServerTransaction transaction, int status) {
        transaction.respond(
                agent.response(transaction.request(), status, agent.ids.tag()).build());
    }
}
