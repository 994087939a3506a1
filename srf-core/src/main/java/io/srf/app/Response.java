// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.app.AnsweringMachine.Event;
import io.srf.app.AnsweringMachine.State;
import io.srf.flight.FlightEvent;
import io.srf.link.LinkException;
import io.srf.log.CallLogger;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.Reasons;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to a received request: any number of provisional responses and one final one. May be used by any thread. */
public final class Response {
    private static final Logger LOG = LoggerFactory.getLogger(Response.class);

    /** The lowest status that is no success. */
    private static final int REFUSAL = 300;

    private final Exchange exchange;
    private final List<Consumer<SipResponse.Builder>> editors = new CopyOnWriteArrayList<>();
    private volatile List<Consumer<SipResponse>> hearers = List.of();
    private volatile @Nullable Consumer<Request> ackCallback;
    private volatile @Nullable Consumer<Request> prackCallback;
    private volatile @Nullable SipResponse sent;
    private volatile @Nullable String dialogId;

    Response(Exchange exchange) {
        this.exchange = exchange;
        this.dialogId = exchange.incoming().dialogId();
    }

    /** The request that is answered. */
    public Request request() {
        return exchange.request();
    }

    /** Sends a response. See {@link #send(int, String, Extras)}. */
    public CompletableFuture<SipResponse> send(int status) {
        return send(status, null, Extras.NONE);
    }

    /** Sends a response. See {@link #send(int, String, Extras)}. */
    public CompletableFuture<SipResponse> send(int status, String reason) {
        return send(status, reason, Extras.NONE);
    }

    /** Sends a response. See {@link #send(int, String, Extras)}. */
    public CompletableFuture<SipResponse> send(int status, Extras extras) {
        return send(status, null, extras);
    }

    /**
     * Sends a response.
     *
     * @param status 100 to 699: one that {@link Reasons} knows, or any other with its reason
     * @param reason the phrase, or null for the RFC's
     * @param extras headers and body. A To header gives its tag to ours; Via, Route, Record-Route, RSeq, Content-Length, From,
     *     Call-ID and CSeq are the engine's and refused
     * @return completes with the response as it was sent. Fails with an IllegalStateException, and sends nothing, if a final response
     *     has gone before; with a {@link SipException} of 487 if the request was cancelled; with a {@link NotSentException} if the
     *     engine refused it, after which another may be sent; with a {@link LinkException} if the link dropped
     * @throws IllegalArgumentException if status, reason or extras are not as described
     */
    public CompletableFuture<SipResponse> send(int status, @Nullable String reason, Extras extras) {
        Promise<SipResponse> promise = new Promise<>(exchange.agent().runtime().executor());
        send(status, reason, extras, Delivery.to(promise));
        return promise.future();
    }

    /**
     * Sends a response and hears of it, on the thread of the link before anything that follows, or at once if it cannot be sent.
     *
     * <p>Else as {@link #send(int, String, Extras)}.
     */
    public void send(int status, @Nullable String reason, Extras extras, SendListener<SipResponse> listener) {
        SipResponse message = compose(status, reason, extras);
        RuntimeException refusal = exchange.claim(new Event.Send(status));
        if (refusal == null) {
            hand(message, listener);
        } else {
            listener.failed(refusal);
        }
    }

    private SipResponse compose(int status, @Nullable String reason, Extras extras) {
        if (reason == null && !Reasons.isKnown(status)) {
            throw new IllegalArgumentException("no RFC defines the status " + status + ": give its reason too");
        }
        HeaderRules.checkResponse(extras.headers());
        SipResponse.Builder message = plain(status, reason, extras);
        try {
            editors.forEach(editor -> editor.accept(message));
            return message.build();
        } catch (Throwable e) {
            if (editors.isEmpty() || status < REFUSAL) {
                throw e;
            }
            CallLogger.error(
                    LOG, exchange.callId(), "an editor of responses failed, so {} is sent without it", status, e);
            return plain(status, reason, extras).build();
        }
    }

    private SipResponse.Builder plain(int status, @Nullable String reason, Extras extras) {
        SipResponse.Builder message = extras.into(SipResponse.builder(status, reason));
        Header to = extras.first(HeaderName.TO);
        if (to != null) {
            message.set(HeaderName.TO, HeaderRules.toWithTag(request().to(), to.value()));
        }
        return message;
    }

    private void hand(SipResponse message, SendListener<SipResponse> listener) {
        exchange.record(new FlightEvent.Decided(
                "answer", message.status() + " " + request().method()));
        String transactionId = exchange.incoming().transactionId();
        exchange.agent()
                .link()
                .request(
                        new ClientMessage.Send(Ids.next(), transactionId, null, null, message),
                        new Delivery<>(SipResponse.class, new Outcome(message.isFinal(), listener)));
    }

    /** Sends a final response because the application did not. */
    void giveUp(int status) {
        exchange.agent().tally().givenUp.increment();
        CallLogger.warn(
                LOG,
                exchange.callId(),
                "{} had no answer in time, sending {}",
                request().method(),
                status);
        hand(SipResponse.builder(status, null).build(), new SilentListener<>());
    }

    /**
     * Edits each response just before it is handed to the engine: a place to add headers to all of them. The editor must not block; what it
     * throws comes out of {@code send}, but a refusal, 300 or more, is sent without the edits, so that the request has an answer.
     */
    public void onSend(Consumer<SipResponse.Builder> editor) {
        editors.add(editor);
    }

    /** Calls back with each response as the engine has sent it, on the thread of the link; the callback must not block. */
    public synchronized void onSent(Consumer<SipResponse> callback) {
        List<Consumer<SipResponse>> more = new ArrayList<>(hearers);
        more.add(callback);
        hearers = List.copyOf(more);
    }

    /**
     * Calls back with the ACK for a 2xx to an INVITE, on the thread of the link; it then goes nowhere else. The callback must not block.
     *
     * @throws IllegalStateException if a final response was sent already
     */
    public void onAck(Consumer<Request> callback) {
        if (isFinal()) {
            throw new IllegalStateException("onAck must come before the final response is sent");
        }
        ackCallback = callback;
    }

    /**
     * Calls back with each PRACK for a reliable provisional response (RFC 3262 §3) that is sent from now on, on the thread of the link. It
     * then goes nowhere else: the callback owes it an answer. It must not block.
     */
    public void onPrack(Consumer<Request> callback) {
        prackCallback = callback;
    }

    /** The last response that was sent, as the engine sent it; null before the first. */
    public @Nullable SipResponse sent() {
        return sent;
    }

    /** Names the dialog that the request belongs to, or that a response has made; null before that. */
    public @Nullable String dialogId() {
        return dialogId;
    }

    /** The status of the last response that was given to the engine, 487 after a CANCEL; 0 before the first, or if it is not known. */
    public int status() {
        return switch (exchange.state()) {
            case State.Open open -> open.status();
            case State.Finishing finishing -> finishing.status();
            case State.Proxying __ -> 0;
            case State.Closed closed -> closed.why().status();
        };
    }

    /** Whether nothing may be sent: a final response was, or the request was cancelled, proxied, lost, or can have no answer at all. */
    public boolean isFinal() {
        return !(exchange.state() instanceof State.Open);
    }

    /** Whether a chain of handlers need not go on. An ACK goes through all of it. */
    boolean endsChain() {
        return isFinal() && !exchange.isMute();
    }

    /** What the engine made of one response. */
    private final class Outcome implements SendListener<SipResponse> {
        private final boolean isFinal;
        private final SendListener<SipResponse> listener;

        Outcome(boolean isFinal, SendListener<SipResponse> listener) {
            this.isFinal = isFinal;
            this.listener = listener;
        }

        @Override
        public void sent(SipResponse message, @Nullable String dialog) {
            sent = message;
            if (dialog != null) {
                dialogId = dialog;
                awaitConfirmation(message, dialog);
            }
            hearers.forEach(hearer -> Guarded.run(hearer, message, request().message()));
            if (isFinal) {
                exchange.on(new Event.Done());
            }
            listener.sent(message, dialog);
        }

        @Override
        public void failed(Throwable cause) {
            if (isFinal) {
                exchange.on(afterFailure(cause));
            }
            boolean cancelled = request().isCancelled();
            if (isFinal && !cancelled && !isAnsweredByEngine(cause)) {
                CallLogger.warn(LOG, exchange.callId(), "a final response was not sent: {}", String.valueOf(cause));
            }
            listener.failed(cancelled ? new SipException(status()) : cause);
        }
    }

    /** An engine says nothing about a final response that comes too late: silence means that the request has one. */
    private static Event afterFailure(Throwable cause) {
        if (cause instanceof LinkException link) {
            return switch (link.reason()) {
                case TIMEOUT -> new Event.Done();
                case TOO_LARGE, UNSENDABLE, OVERLOADED -> new Event.Refused();
                case NOT_CONNECTED, LOST, REFUSED, GAVE_UP, CLOSED -> new Event.LinkLost(link);
            };
        }
        boolean nobodyWaits = isAnsweredByEngine(cause)
                || (cause instanceof NotSentException notSent
                        && (notSent.isCallerUnreachable() || notSent.isTooLarge()));
        return nobodyWaits ? new Event.Done() : new Event.Refused();
    }

    private static boolean isAnsweredByEngine(Throwable cause) {
        return cause instanceof NotSentException notSent && notSent.isUnknownTransaction();
    }

    private void awaitConfirmation(SipResponse message, String dialog) {
        Confirmations confirmations = exchange.agent().confirmations();
        Consumer<Request> onAck = ackCallback;
        Consumer<Request> onPrack = prackCallback;
        if (onAck != null && message.isSuccess() && request().message().is(Methods.INVITE)) {
            confirmations.await(new Confirmations.Ack(dialog, request().cseq().number()), onAck);
        }
        if (onPrack != null && message.isProvisional() && message.has(HeaderName.RSEQ)) {
            confirmations.await(new Confirmations.Prack(dialog, message.rseq()), onPrack);
        }
    }
}
