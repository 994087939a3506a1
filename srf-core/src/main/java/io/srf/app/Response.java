// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a received request: any number of provisional responses and one final one. May be used by any thread.
 */
public final class Response {
    Response() {}

    /** The request that is answered. */
    public Request request() {
        return Pending.coming();
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
     * @param status 101 to 699, with a phrase in {@link io.srf.sip.Reasons}, or any other if {@code reason} is given
     * @param reason the phrase, or null for the RFC's
     * @param extras headers and body. A To header gives its tag to ours; Via, Route, Record-Route, RSeq, Content-Length, From,
     *     Call-ID and CSeq are the engine's and refused
     * @return completes with the response as it was sent. Fails with an IllegalStateException, and sends nothing, if a final response
     *     has gone before; with a SipException of 487 if the request has been cancelled; with {@link NotSentException} if the engine
     *     refused it (another response may then be sent), with {@link io.srf.link.LinkException} if the link dropped
     * @throws IllegalArgumentException if status, reason or extras are not as described
     */
    public CompletableFuture<SipResponse> send(int status, @Nullable String reason, Extras extras) {
        return Pending.coming();
    }

    /**
     * Sends a response, and hears of it on the link's thread, before anything that follows it on the link. The listener must not block.
     *
     * <p>Fails as {@link #send(int, String, Extras)} does.
     */
    public void send(int status, @Nullable String reason, Extras extras, SendListener listener) {
        Pending.coming();
    }

    /** Edits each response just before it is sent, the last one added first: a place to add headers. The editor must not block. */
    public void onSend(Consumer<SipResponse.Builder> editor) {
        Pending.coming();
    }

    /**
     * Calls back with the ACK for a 2xx to an INVITE, on the link's thread; it then goes nowhere else. The callback must not block.
     *
     * @throws IllegalStateException if a final response was sent already
     */
    public void onAck(Consumer<Request> callback) {
        Pending.coming();
    }

    /**
     * Calls back with each PRACK for a reliable provisional response (RFC 3262), on the link's thread; it then goes nowhere else, and
     * the callback owes it an answer. The callback must not block.
     */
    public void onPrack(Consumer<Request> callback) {
        Pending.coming();
    }

    /** The last response that was sent, as the engine sent it; null before the first. */
    public @Nullable SipResponse sent() {
        return Pending.coming();
    }

    /** Names the dialog that a response has made or gone through; null before that. */
    public @Nullable String dialogId() {
        return Pending.coming();
    }

    /** The status of the last response that was handed to the engine, 487 after a CANCEL; 0 before the first. */
    public int status() {
        return Pending.coming();
    }

    /** Whether nothing more may be sent: a final response was, or the request was cancelled, proxied, or can have no answer. */
    public boolean isFinal() {
        return Pending.coming();
    }
}
