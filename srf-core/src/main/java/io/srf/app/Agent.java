// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipRequest;
import java.util.concurrent.CompletableFuture;

/**
 * An application's end of one link: sends requests, and joins what comes back to what it belongs to. May be used by any thread.
 *
 * <p>Of what it keeps, each piece has its end: the transaction's, a limit of {@link AppLimits}, or the link's.
 */
public final class Agent {
    Agent() {}

    /** The engine, for people to read. */
    public String peer() {
        return Pending.coming();
    }

    /** Whether the link is up and the engine knows us. */
    public boolean isConnected() {
        return Pending.coming();
    }

    /**
     * Sends a request. ACK and CANCEL have their own ways: {@link #ack} and {@link SentRequest#cancel}.
     *
     * @throws IllegalArgumentException if the message has a header that only the engine may write, or is an ACK or CANCEL
     */
    public SentRequest send(OutgoingRequest request, RequestListener listener) {
        return Pending.coming();
    }

    /**
     * Sends a request outside of dialogs.
     *
     * @return completes with the final response, whatever its status; fails as {@link RequestListener#failed} says
     */
    public CompletableFuture<ReceivedResponse> request(String uri, RequestOptions options) {
        return Pending.coming();
    }

    /**
     * Sends the ACK for a 2xx to an INVITE (RFC 3261 §13.2.2.4).
     *
     * @return completes with the ACK as it was sent
     */
    public CompletableFuture<SipRequest> ack(String dialogId, Extras extras) {
        return Pending.coming();
    }

    /** Sends the ACK for a 2xx to an INVITE, and hears of it on the link's thread. */
    public void ack(String dialogId, Extras extras, SendListener listener) {
        Pending.coming();
    }

    /**
     * Sends the PRACK for a reliable provisional response (RFC 3262 §4).
     *
     * @param response one that {@linkplain ReceivedResponse#isReliable() is reliable} and has a dialog id
     */
    public SentRequest prack(ReceivedResponse response, Extras extras, RequestListener listener) {
        return Pending.coming();
    }

    /** How much is under way. */
    public Counts counts() {
        return Pending.coming();
    }

    /** Whether nothing is under way: no request to answer, no answer to come, no ACK or PRACK to wait for. */
    public boolean isIdle() {
        return counts().equals(Counts.NONE);
    }

    /**
     * How much is under way on a link.
     *
     * @param sent requests that were sent and have no final response yet, or may get a late one
     * @param received requests that were received and have no final response yet
     * @param confirmations ACKs and PRACKs that are waited for
     */
    public record Counts(int sent, int received, int confirmations) {
        /** Nothing. */
        public static final Counts NONE = new Counts(0, 0, 0);
    }
}
