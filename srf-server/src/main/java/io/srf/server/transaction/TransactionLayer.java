// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.Loop;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Hosts;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one shard: what is received finds its transaction or its user, what is sent gets one (RFC 3261 §17).
 *
 * <p>Every method is for the shard's loop alone.
 */
public final class TransactionLayer {
    private final Context context;
    private final StatelessResponses stateless;
    private final ServerTransactions servers;
    private final ClientTransactions clients;

    /**
     * Makes a layer without transactions.
     *
     * @param ids of the shard
     */
    public TransactionLayer(Loop loop, Ids ids, Flows flows, TransactionSettings settings, TransactionUser user) {
        this.context = new Context(loop, ids, flows, settings, user.calls());
        this.stateless = new StatelessResponses(context);
        this.servers = new ServerTransactions(context, user, stateless);
        this.clients = new ClientTransactions(context, user);
    }

    /**
     * Takes a message that came in; nothing in it can make this throw.
     *
     * <p>A request whose Via, Call-ID, CSeq, From or To cannot be read is answered 400 where that is possible, and the user never sees it; such an ACK is
     * dropped, and so is a response whose Via, Call-ID or CSeq cannot be read.
     */
    public void received(SipMessage message, Flow flow) {
        try {
            Validity.check(message);
            switch (message) {
                case SipRequest request -> servers.received(request, flow);
                case SipResponse response -> clients.received(response, flow);
            }
        } catch (SipParseException e) {
            malformed(message, flow, e);
        } catch (RuntimeException e) {
            context.failed(
                    message.header(HeaderName.CALL_ID),
                    "could not handle a message from " + Hosts.withPort(flow.remote()),
                    e);
        }
    }

    private void malformed(SipMessage message, Flow flow, SipParseException e) {
        context.malformed(message, e.getMessage());
        if (message instanceof SipRequest request && !request.is(Methods.ACK)) {
            stateless.respond(request, flow, e.suggestedStatus(), Validity.reason(e), null);
        }
    }

    /** Counts an ACK that the user found malformed, and drops. */
    public void malformed(SipRequest ack, String problem) {
        context.malformed(ack, problem);
    }

    /**
     * Sends a request in a transaction of its own.
     *
     * <p>One that is too large for a datagram goes by TCP, if it can (RFC 3261 §18.1.1). A BYE is sent however many transactions there are: it ends more than it
     * begins.
     *
     * @param request all there but its topmost Via; not an ACK or CANCEL
     * @param user is told of everything that becomes of it, never within this call
     * @throws TransactionsExhaustedException if there are too many transactions
     * @throws IllegalArgumentException if it is an ACK or CANCEL
     */
    public ClientTransaction send(SipRequest request, Flow flow, ClientUser user) {
        if (request.is(Methods.ACK) || request.is(Methods.CANCEL)) {
            throw new IllegalArgumentException(
                    request.method() + " has no transaction of its own, expected: sendAck or cancel");
        }
        if (!context.hasRoom() && !request.is(Methods.BYE)) {
            throw new TransactionsExhaustedException(context.settings().maxTransactions());
        }
        return clients.send(clients.larges().outgoing(withVia(request, flow), flow, user));
    }

    /** Sends a request whose answer nobody waits for, as {@link #send(SipRequest, Flow, ClientUser)} does. */
    public void send(SipRequest request, Flow flow) {
        send(request, flow, Nobody.INSTANCE);
    }

    private SipRequest withVia(SipRequest request, Flow flow) {
        return Vias.push(
                request, flow, context.flows().advertised(flow), context.ids().branch());
    }

    /**
     * Sends the ACK of a 2xx, which has no transaction (RFC 3261 §13.2.2.4).
     *
     * @param ack all there but its topmost Via
     * @return the ACK as sent, for {@link #repeatAck}
     */
    public SipRequest sendAck(SipRequest ack, Flow flow) {
        SipRequest sent = withVia(ack, flow);
        context.counts().messages.sent.request(Methods.ACK);
        clients.transmit(sent, flow);
        return sent;
    }

    /** Sends an ACK again because its 2xx came again. */
    public void repeatAck(SipRequest sent, Flow flow) {
        context.counts().retransmissionsSent++;
        clients.transmit(sent, flow);
    }

    /**
     * An INVITE that got no answer in time has been sent elsewhere: should it ring after all it is cancelled, and should it be answered the user is told.
     *
     * @param success is told of each 2xx, repeated ones too; its ACK, and its BYE if nobody wants the call, are the user's to send
     */
    public void abandon(ClientTransaction invite, Consumer<SipResponse> success) {
        clients.abandoned().add(invite.request(), invite.flow(), success);
    }

    /** A connection has closed: requests that can get no answer now fail at once. */
    public void closed(Flow flow, Throwable cause) {
        clients.closed(flow, cause);
    }

    /** Whether a received request is one that was sent from here, and came back (RFC 3261 §16.3, loop detection by the branch). */
    public boolean hasSent(SipRequest request) {
        return clients.has(ClientKey.of(request));
    }

    /** Who sent a request with this branch and method from here and waits for its end; null if nobody, as for null. */
    public @Nullable ClientUser sender(@Nullable String branch, String method) {
        return branch == null ? null : clients.user(branch, method);
    }

    /** Whether there is no transaction now. */
    public boolean isEmpty() {
        return clients.isEmpty() && servers.isEmpty();
    }

    /** What happened so far. */
    public TransactionCounters counters() {
        return context.counts().snapshot();
    }

    /** Ends all transactions at once, without another message; each user hears {@code terminated}. */
    public void close() {
        clients.close();
        servers.close();
    }
}
