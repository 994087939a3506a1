// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.BodyPart;
import io.srf.sip.CSeq;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import io.srf.wire.Origin;
import io.srf.wire.ServerMessage.ReceivedOn;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that was received, and its way to be answered or proxied. May be used by any thread.
 *
 * <p>The readers of headers parse when first called and throw {@link io.srf.sip.SipParseException} where a header is malformed or a
 * mandatory one is missing; thrown from a handler, it becomes the 4xx that it suggests.
 */
public final class Request {
    Request() {}

    /** The message as it was received. */
    public SipRequest message() {
        return Pending.coming();
    }

    /** Where its answer goes. */
    public Response response() {
        return Pending.coming();
    }

    /** The link it came on: the second leg of a call is best sent there too. */
    public Agent agent() {
        return Pending.coming();
    }

    /** Where it came from, over which protocol, and when. */
    public Origin origin() {
        return Pending.coming();
    }

    /** The engine's address it came in on; null for requests inside dialogs. */
    public @Nullable ReceivedOn receivedOn() {
        return Pending.coming();
    }

    /** Names the transaction on its link. */
    public String transactionId() {
        return Pending.coming();
    }

    /** Names the dialog it belongs to; null if it belongs to none yet. */
    public @Nullable String dialogId() {
        return Pending.coming();
    }

    /** Whether it is an INVITE outside of any dialog: one without a To tag. */
    public boolean isNewInvite() {
        return Pending.coming();
    }

    /** Whether the engine made it on its own account, as the BYE after a lost ACK; such a request cannot be answered. */
    public boolean isUnsolicited() {
        return Pending.coming();
    }

    /** What middleware leaves for the handlers behind it; may be used by any thread. */
    public Map<String, Object> attributes() {
        return Pending.coming();
    }

    /**
     * Completes with the CANCEL as soon as one comes, or has come before; an answered request has been
     * {@linkplain java.util.concurrent.CompletableFuture#isCompletedExceptionally() settled} with an IllegalStateException, one whose
     * link dropped with a {@link io.srf.link.LinkException}. The engine answers the CANCEL, and the request with 487.
     */
    public CompletableFuture<SipRequest> cancelled() {
        return Pending.coming();
    }

    /** Whether a CANCEL has come. */
    public boolean isCancelled() {
        return Pending.coming();
    }

    /**
     * Calls back with the CANCEL: at once if it has come already, else on the thread of the link; the callback must not block.
     */
    public void onCancel(Consumer<SipRequest> callback) {
        Pending.coming();
    }

    /**
     * Passes the request on as a stateful proxy; afterwards it cannot be answered here.
     *
     * @return completes with what came of it; fails with {@link NotSentException} if the engine refused, with an
     *     IllegalStateException if the request was answered or proxied already
     */
    public CompletableFuture<ProxyResult> proxy(Proxying how) {
        return Pending.coming();
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
        return Pending.coming();
    }

    /** The name of who calls, from the same header as the number; "" if it has none. */
    public String callingName() {
        return Pending.coming();
    }

    /** The user or number that is called, as the Request-URI has it; "" if it has none. */
    public String calledNumber() {
        return Pending.coming();
    }
}
