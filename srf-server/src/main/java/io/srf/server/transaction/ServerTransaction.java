// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** A received request and its responses (RFC 3261 §17.2). For the shard's loop alone. */
public sealed interface ServerTransaction permits ServerDriver {
    /** Names this transaction to applications: unique, hard to guess, and beginning with the shard ({@link Ids#shardOf}). */
    String id();

    /** The request, with {@code received} and {@code rport} in its topmost Via. */
    SipRequest request();

    /** The number in the CSeq of that request. */
    int cseq();

    /** Where the request came from. */
    Flow flow();

    /**
     * Whether this request came before on another path: a request outside of dialogs with the same Call-ID, From tag and CSeq but another branch is being
     * handled. A UAS answers 482 (RFC 3261 §8.2.2.2); a proxy goes on.
     */
    boolean isMerged();

    /** The To tag of the request; where it has none, that of the last response, or before there is one the one to use. */
    String toTag();

    /** Whether a final response has been sent, or can no longer be. */
    boolean isAnswered();

    /**
     * Sends a response, once; it is sent again as the machine says. A response other than 100 without a To tag gets {@link #toTag()}.
     *
     * @param response made from {@link #request()}, so that it has its Vias
     * @return the response as sent; null if it was not, because a final response has been sent before or the transaction is over
     */
    @Nullable SipResponse respond(SipResponse response);

    /**
     * Passes a 2xx on as a proxy must: to an INVITE as many as come and whatever was answered before, without the transaction where that takes none any more
     * or is over (RFC 3261 §16.7 steps 5 and 9).
     */
    void forward(SipResponse success);

    /**
     * Sends a response to an INVITE and sends it again until {@link #acknowledged()}: a 2xx as its UAS must, on any transport (RFC 3261 §13.3.1.4), or a
     * reliable 1xx (RFC 3262 §3). One response waits at a time; a later one takes the place of an earlier. After 64·T1 the user is told with {@link
     * TransactionUser#unacknowledged}.
     *
     * @param response a 2xx or a 101 to 199
     * @return as {@link #respond}
     * @throws IllegalArgumentException if it is another response or the request is no INVITE
     */
    @Nullable SipResponse respondUntilAcknowledged(SipResponse response);

    /** The ACK or PRACK that was waited for came, or is no longer waited for because the dialog is over; may be called at any time. */
    void acknowledged();
}
