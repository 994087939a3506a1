// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.SipResponse;

/**
 * Who waits for the responses to one request.
 *
 * <p>It is called on the shard's loop and must not block. Exactly one of a final response, {@link #timeout} and {@link #transportFailed} comes for
 * every request, unless the layer is closed; after a final response to an INVITE, {@code transportFailed} may follow if its ACK cannot be sent.
 */
public interface ClientUser {
    /**
     * A response, any number of 1xx and then a final one. For an INVITE every 2xx comes here, repetitions too, for 64·T1 after the first (RFC 6026); the
     * ACK of a 2xx is the user's to send, that of other final responses has been sent.
     */
    void response(ClientTransaction transaction, SipResponse response);

    /**
     * A 2xx to an INVITE that has had another final response: of another target of a proxy downstream.
     *
     * @return whether the user has seen to it; else {@link TransactionUser#strayResponse} hears of it
     */
    default boolean successAfterFailure(ClientTransaction transaction, SipResponse response) {
        return false;
    }

    /**
     * No final response in time: none at all within 64·T1 (Timers B and F), or an INVITE's for too long after its last provisional response (Timer C)
     * or its CANCEL. The user should go on as if a 408 had come (RFC 3261 §8.1.3.1).
     */
    void timeout(ClientTransaction transaction);

    /** The request, or the ACK of a failure, could not be sent. The user should go on as if a 503 had come (RFC 3261 §8.1.3.1). */
    void transportFailed(ClientTransaction transaction, Throwable cause);

    /** The last that is heard of the transaction. */
    default void terminated(ClientTransaction transaction) {}
}
