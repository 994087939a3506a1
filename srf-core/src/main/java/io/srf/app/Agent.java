// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.auth.CredentialLookup;
import io.srf.auth.Logins;
import io.srf.flight.FlightRecorder;
import io.srf.link.Connector;
import io.srf.link.LinkClient;
import io.srf.link.LinkException;
import io.srf.link.LinkOptions;
import io.srf.link.RecordingConnector;
import io.srf.link.ReplyHandler;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.RAck;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import io.srf.wire.ClientMessage;
import io.srf.wire.EngineVersion;
import io.srf.wire.Reply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An application's end of one link: sends requests, and joins what comes back to what it belongs to. May be used by any thread.
 *
 * <p>All that it keeps is found by an id and has an end: its transaction's, that of a limit of {@link AppLimits}, or the link's.
 */
public final class Agent {
    private final AgentContext context;
    private final String peer;
    private final boolean perCall;
    private final FlightRecorder recorder;
    private final AgentInbox inbox;
    private final LinkClient link;
    private final Tally tally = new Tally();
    private final SentRequests sentRequests = new SentRequests();
    private final Map<String, Exchange> received = new ConcurrentHashMap<>();
    private final Confirmations confirmations;

    /** An agent whose link is not open yet; {@code perCall} if the engine opened it, for one call. */
    Agent(AgentContext context, Connector connector, LinkOptions options, boolean perCall) {
        this.context = context;
        this.peer = connector.target();
        this.perCall = perCall;
        this.confirmations = new Confirmations(context.runtime());
        FlightRecorder own = context.runtime().recorder();
        FlightRecorder shared = connector.recorder();
        boolean records = own.isOn() && shared == null;
        this.recorder = own.isOn() && shared != null ? shared : own;
        this.inbox = new AgentInbox(this, context);
        this.link = new LinkClient(
                records ? new RecordingConnector(connector, own) : connector,
                options,
                context.runtime().timers(),
                context.runtime().random(),
                inbox);
    }

    /** The engine, for people to read. */
    public String peer() {
        return peer;
    }

    /** What the engine has said of itself; null while there is no link. */
    public Reply.@Nullable Authenticated engine() {
        return link.engine();
    }

    /** Whether the link is up and the engine knows us. */
    public boolean isConnected() {
        return link.engine() != null;
    }

    /**
     * Sends a request. ACK and CANCEL have ways of their own: {@link #ack} and {@link SentRequest#cancel}.
     *
     * @throws IllegalArgumentException if the message is an ACK or CANCEL, or has a header that is the engine's: Via, Route,
     *     Record-Route or RSeq
     */
    public SentRequest send(OutgoingRequest unsigned, RequestListener listener) {
        OutgoingRequest request = unsigned.signed();
        SipRequest message = request.message();
        if (message.is(Methods.ACK) || message.is(Methods.CANCEL)) {
            throw new IllegalArgumentException("a request of its own cannot be an " + message.method()
                    + ": use Agent.ack, or cancel() of the INVITE that was sent");
        }
        HeaderRules.checkRequest(message);
        SentRequest sent = new SentRequest(this, request, listener);
        sentRequests.add(sent);
        hand(request, sent);
        return sent;
    }

    /** Hands a request to the engine. */
    void hand(OutgoingRequest request, SentRequest sent) {
        tally.sent.increment();
        link.request(
                new ClientMessage.Send(Ids.next(), null, request.dialogId(), request.routeUri(), request.message()),
                sent.replies());
    }

    /**
     * Sends a request outside of dialogs.
     *
     * @param uri the Request-URI, or {@code user@host:port}
     * @return completes with the final response, whatever its status; fails as {@link RequestListener#failed} says
     * @throws IllegalArgumentException for what {@link #send} refuses, and for INVITE, whose answer has to be confirmed
     */
    public CompletableFuture<ReceivedResponse> request(String uri, RequestOptions options) {
        if (options.method().equals(Methods.INVITE)) {
            throw new IllegalArgumentException("request() does not send an INVITE: its answer needs an ACK");
        }
        SipRequest message = options.extras()
                .into(SipRequest.builder(options.method(), Uri.of(uri).toString()))
                .build();
        Promise<ReceivedResponse> promise = new Promise<>(runtime().executor());
        CredentialLookup auth = options.auth();
        OutgoingRequest.Signing signing =
                auth == null ? null : new OutgoingRequest.Signing(new Logins(auth), message.uriText());
        send(new OutgoingRequest(message, null, options.routeUri(), signing), new RequestListener() {
            @Override
            public void provisional(ReceivedResponse response) {
                options.onProvisional().accept(response);
            }

            @Override
            public void answered(ReceivedResponse response) {
                promise.complete(response);
            }

            @Override
            public void failed(Throwable cause) {
                promise.fail(cause);
            }
        });
        return promise.future();
    }

    /**
     * Sends the ACK for a 2xx to an INVITE (RFC 3261 §13.2.2.4).
     *
     * @return completes with the ACK as it was sent; fails with {@link NotSentException} or {@link LinkException}
     */
    public CompletableFuture<SipRequest> ack(String dialogId, Extras extras) {
        Promise<SipRequest> promise = new Promise<>(runtime().executor());
        ack(dialogId, extras, Delivery.to(promise));
        return promise.future();
    }

    /** Sends the ACK for a 2xx to an INVITE, and hears of it on the thread of the link. */
    public void ack(String dialogId, Extras extras, SendListener<SipRequest> listener) {
        SipRequest ack = OutgoingRequest.inDialog(dialogId, Methods.ACK, extras).message();
        HeaderRules.checkRequest(ack);
        link.request(
                new ClientMessage.Send(Ids.next(), null, dialogId, null, ack),
                new Delivery<>(SipRequest.class, listener));
    }

    /**
     * Sends the PRACK for a reliable provisional response (RFC 3262 §4).
     *
     * @throws IllegalArgumentException if the response is not {@linkplain ReceivedResponse#isReliable() reliable}
     */
    public SentRequest prack(ReceivedResponse response, Extras extras, RequestListener listener) {
        return prack(response, extras, null, listener);
    }

    /** Sends the PRACK; challenges are answered by {@code signing}, if that is not null. See {@link #prack(ReceivedResponse, Extras, RequestListener)}. */
    public SentRequest prack(
            ReceivedResponse response,
            Extras extras,
            OutgoingRequest.@Nullable Signing signing,
            RequestListener listener) {
        String dialogId = response.dialogId();
        if (!response.isReliable() || dialogId == null) {
            throw new IllegalArgumentException(
                    "no PRACK for a " + response.status() + " without RSeq or without a dialog");
        }
        RAck rack = new RAck(response.message().rseq(), response.message().cseq());
        Extras all = extras.header(Header.of(HeaderName.RACK, rack.toString()));
        return send(OutgoingRequest.inDialog(dialogId, Methods.PRACK, all).signedBy(signing), listener);
    }

    /** Whether the link is up and its engine is one of ours, which knows {@link #claim}. */
    public boolean isSrf() {
        Reply.Authenticated engine = link.engine();
        return engine != null && new EngineVersion(engine.version()).isSrf();
    }

    /**
     * Asks an srf engine for a dialog that another node of the application had. See {@link ClientMessage.Claim}.
     *
     * @param standing how the dialog stands, for an engine that does not know it; or null
     * @return completes when the dialog is ours; fails with {@link NotSentException} or {@link LinkException}. Settled on the link's thread, where
     *     nothing may block
     */
    public CompletableFuture<Void> claim(String dialogId, int fence, ClientMessage.@Nullable Standing standing) {
        CompletableFuture<Void> claimed = new CompletableFuture<>();
        link.request(
                new ClientMessage.Claim(Ids.next(), dialogId, fence, standing),
                ReplyHandler.ofLast(
                        reply -> {
                            if (reply instanceof Reply.Ok) {
                                claimed.complete(null);
                            } else {
                                claimed.completeExceptionally(Delivery.refusal(reply));
                            }
                        },
                        claimed::completeExceptionally));
        return claimed;
    }

    /** Has an srf engine forget a dialog that another node goes on with. See {@link ClientMessage.Release}; what it says to that is of no interest. */
    public void release(String dialogId) {
        link.request(new ClientMessage.Release(Ids.next(), dialogId), ReplyHandler.ofLast(reply -> {}, failure -> {}));
    }

    /** Closes a link that an engine opened for one call; does nothing with one that we opened. */
    public void endSession() {
        if (perCall) {
            link.close();
        }
    }

    /** How much is under way. */
    public Counts counts() {
        return new Counts(sentRequests.size(), received.size(), confirmations.size());
    }

    /** What has happened since this agent was made. */
    public AgentStats stats() {
        return tally.snapshot();
    }

    /** Whether nothing is under way: no request to answer, no answer to come, no ACK or PRACK to wait for. */
    public boolean isIdle() {
        return counts().equals(Counts.NONE);
    }

    /** Whether a request waits for its final response: one that was received, or one that was sent. */
    public boolean isBusy() {
        return !received.isEmpty() || sentRequests.anyOpen(sent -> true);
    }

    /** Whether a request inside this dialog waits for its final response: one that was received, or one that was sent. */
    public boolean isBusy(String dialogId, String callId) {
        return received.values().stream().anyMatch(exchange -> exchange.callId().equals(callId))
                || sentRequests.anyOpen(sent -> dialogId.equals(sent.dialogId()));
    }

    /** Takes down what happens to calls on this link; shared with the engine, if that is in this JVM. */
    public FlightRecorder recorder() {
        return recorder;
    }

    void leaveToApp(Exchange exchange) {
        inbox.leaveToApp(exchange);
    }

    AppRuntime runtime() {
        return context.runtime();
    }

    LinkClient link() {
        return link;
    }

    Tally tally() {
        return tally;
    }

    SentRequests sentRequests() {
        return sentRequests;
    }

    /** The requests that have no final response yet, by transaction id. */
    Map<String, Exchange> received() {
        return received;
    }

    Confirmations confirmations() {
        return confirmations;
    }

    boolean isPerCall() {
        return perCall;
    }

    @Override
    public String toString() {
        return "agent of " + peer;
    }

    /**
     * How much is under way on a link.
     *
     * @param sent requests that were sent and have no final response yet, or may get a late one
     * @param received requests that were received and have no final response yet
     * @param confirmations ACKs and PRACKs that somebody waits for
     */
    public record Counts(int sent, int received, int confirmations) {
        /** Nothing. */
        public static final Counts NONE = new Counts(0, 0, 0);
    }
}
