// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.BodyPart;
import io.srf.sip.CSeq;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import io.srf.wire.Origin;
import io.srf.wire.ServerMessage.ReceivedOn;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that was received, and its way to be answered or proxied. May be used by any thread.
 *
 * <p>The readers of headers parse when first called and throw {@link io.srf.sip.SipParseException} where a header is malformed or a
 * mandatory one is missing; thrown from a handler, it becomes the 4xx that it suggests.
 */
public final class Request {
    private final Exchange exchange;
    private final AtomicReference<@Nullable Map<String, Object>> attributes = new AtomicReference<>();

    Request(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The message as it was received. */
    public SipRequest message() {
        return exchange.message();
    }

    /** Where its answer goes. */
    public Response response() {
        return exchange.response();
    }

    /** The link it came on: the second leg of a call is best sent there too. */
    public Agent agent() {
        return exchange.agent();
    }

    /** Where it came from, over which protocol, and when. */
    public Origin origin() {
        return exchange.incoming().origin();
    }

    /** The engine's address it came in on; null for requests inside dialogs. */
    public @Nullable ReceivedOn receivedOn() {
        return exchange.incoming().receivedOn();
    }

    /** Names the transaction on its link. */
    public String transactionId() {
        return exchange.incoming().transactionId();
    }

    /** Names the dialog it belongs to; null if it belongs to none yet. */
    public @Nullable String dialogId() {
        return exchange.incoming().dialogId();
    }

    /** Whether it is an INVITE outside of any dialog: one without a To tag. */
    public boolean isNewInvite() {
        return message().is(Methods.INVITE) && to().tag() == null;
    }

    /** Whether the engine made it on its own account, as the BYE after a lost ACK; such a request cannot be answered. */
    public boolean isUnsolicited() {
        return exchange.isUnsolicited();
    }

    /** What middleware leaves for the handlers behind it; may be used by any thread. */
    public Map<String, Object> attributes() {
        Map<String, Object> known = attributes.get();
        if (known == null) {
            attributes.compareAndSet(null, new ConcurrentHashMap<>());
            known = Objects.requireNonNull(attributes.get());
        }
        return known;
    }

    /**
     * Completes with the CANCEL, even one that came before anybody asked. The engine has then answered it, and this request with 487.
     *
     * @return fails when no CANCEL can come any more: with an IllegalStateException if the request was answered or proxied, with a
     *     {@link io.srf.link.LinkException} if its link dropped
     */
    public CompletableFuture<SipRequest> cancelled() {
        Promise<SipRequest> promise = new Promise<>(agent().runtime().executor());
        exchange.closed().thenAccept(why -> {
            SipRequest cancel = why.cancel();
            if (cancel == null) {
                promise.fail(why.refusal());
            } else {
                promise.complete(cancel);
            }
        });
        return promise.future();
    }

    /** Whether a CANCEL has come. */
    public boolean isCancelled() {
        return exchange.state() instanceof AnsweringMachine.State.Closed closed
                && closed.why() instanceof Closing.Cancelled;
    }

    /**
     * Calls back with the CANCEL: at once if it has come already, else on the thread of the link; the callback must not block.
     */
    public void onCancel(Consumer<SipRequest> callback) {
        exchange.closed().thenAccept(why -> {
            SipRequest cancel = why.cancel();
            if (cancel != null) {
                Guarded.run(callback, cancel, message());
            }
        });
    }

    /**
     * Calls back when nothing more can be sent in answer, with the CANCEL, or else with the reason: an IllegalStateException if it was answered
     * or proxied, a {@link io.srf.link.LinkException} if its link dropped. At once if that is so already, else on the thread that saw it
     * happen; the callback must not block.
     */
    public void onClosed(BiConsumer<@Nullable SipRequest, @Nullable Throwable> callback) {
        exchange.closed().thenAccept(why -> Guarded.run(closing -> tell(callback, closing), why, message()));
    }

    private static void tell(BiConsumer<@Nullable SipRequest, @Nullable Throwable> callback, Closing why) {
        SipRequest cancel = why.cancel();
        callback.accept(cancel, cancel == null ? why.refusal() : null);
    }

    /**
     * Passes the request on as a stateful proxy; afterwards it cannot be answered here.
     *
     * @return completes with what came of it; fails with {@link NotSentException} if the engine refused, with an
     *     IllegalStateException if the request was answered or proxied already
     */
    public CompletableFuture<ProxyResult> proxy(Proxying how) {
        return new ProxyAttempt(exchange, how).start();
    }

    /** Leaves a request that a {@link DialogRequests} has taken to the handlers after all. */
    public void leaveToApp() {
        exchange.agent().leaveToApp(exchange);
    }

    /** The method. */
    public String method() {
        return message().method();
    }

    /** The Request-URI. */
    public Uri uri() {
        return message().uri();
    }

    /** Who it is from. */
    public NameAddr from() {
        return message().from();
    }

    /** Who it is to. */
    public NameAddr to() {
        return message().to();
    }

    /** The Call-ID. */
    public String callId() {
        return message().callId();
    }

    /** The CSeq. */
    public CSeq cseq() {
        return message().cseq();
    }

    /** The contacts; empty if there are none, or only {@code *}. */
    public List<NameAddr> contacts() {
        return message().contacts();
    }

    /** The value of the first header with this name in any spelling, or null. */
    public @Nullable String header(String name) {
        return message().header(name);
    }

    /** The body decoded as UTF-8; "" if there is none. */
    public String body() {
        return message().bodyText();
    }

    /** A copy of the body's bytes. */
    public byte[] bodyBytes() {
        return message().body();
    }

    /** The parts of a multipart body; empty if it is not one. */
    public List<BodyPart> bodyParts() {
        return message().bodyParts();
    }

    /** The user or number that calls: of P-Asserted-Identity (RFC 3325) if there is one, else of From; "" if it has none. */
    public String callingNumber() {
        return Parties.callingNumber(message());
    }

    /** The name of who calls, from the same header as the number; "" if it has none. */
    public String callingName() {
        return Parties.callingName(message());
    }

    /** The user or number that is called, as the Request-URI has it; "" if it has none. */
    public String calledNumber() {
        return Parties.calledNumber(message());
    }
}
