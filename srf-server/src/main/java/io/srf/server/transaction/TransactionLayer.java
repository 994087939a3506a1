// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.Loop;
import io.srf.server.transport.Flow;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one shard: what is received finds its transaction or its user, what is sent gets one (RFC 3261 §17).
 *
 * <p>Every method is for the shard's loop alone.
 */
public final class TransactionLayer {
    /**
     * Makes a layer without transactions.
     *
     * @param ids of the shard
     */
    public TransactionLayer(Loop loop, Ids ids, Flows flows, TransactionSettings settings, TransactionUser user) {
        throw new UnsupportedOperationException();
    }

    /** Takes a message that came in. Nothing in it can make this throw. */
    public void received(SipMessage message, Flow flow) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a request in a transaction of its own.
     *
     * @param request all there but its topmost Via; not an ACK or CANCEL
     * @param user is told of everything that becomes of it, never within this call
     * @throws TransactionsExhaustedException if there are too many transactions
     */
    public ClientTransaction send(SipRequest request, Flow flow, ClientUser user) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends the ACK of a 2xx, which has no transaction (RFC 3261 §13.2.2.4).
     *
     * @param ack all there but its topmost Via
     * @return the ACK as sent, for {@link #repeatAck}
     */
    public SipRequest sendAck(SipRequest ack, Flow flow) {
        throw new UnsupportedOperationException();
    }

    /** Sends an ACK again because its 2xx came again. */
    public void repeatAck(SipRequest sent, Flow flow) {
        throw new UnsupportedOperationException();
    }

    /** The server transaction with this id, or null if it is over or never was. */
    public @Nullable ServerTransaction serverTransaction(String id) {
        throw new UnsupportedOperationException();
    }

    /** The client transaction with this id, or null if it is over or never was. */
    public @Nullable ClientTransaction clientTransaction(String id) {
        throw new UnsupportedOperationException();
    }

    /** What happened so far. */
    public TransactionCounters counters() {
        throw new UnsupportedOperationException();
    }

    /** Ends all transactions at once, without another message; each user hears {@code terminated}. */
    public void close() {
        throw new UnsupportedOperationException();
    }
}
