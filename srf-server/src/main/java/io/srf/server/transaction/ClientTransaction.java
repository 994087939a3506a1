// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.SipRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that was sent, and its responses (RFC 3261 §17.1). For the shard's loop alone. */
public sealed interface ClientTransaction permits ClientDriver {
    /** Names this transaction to applications: unique, hard to guess, and beginning with the shard ({@link Ids#shardOf}). */
    String id();

    /** The request as it was sent, with this engine's Via. */
    SipRequest request();

    /** Where it was sent to. */
    Flow flow();

    /** Whether a final response has come, or none can come any more. */
    boolean isAnswered();

    /** Whether {@link #cancel} has been called in time. */
    boolean isCancelled();

    /**
     * Gives up an INVITE (RFC 3261 §9.1): the CANCEL is sent at once if a provisional response has come, else as soon as one does. The INVITE still gets its
     * final response, a 2xx perhaps; if none comes within 64·T1 after the CANCEL, the user is told of a timeout.
     *
     * <p>Calling it again changes nothing and returns the same CANCEL.
     *
     * @param headers to add to the CANCEL, such as Reason (RFC 3326)
     * @return the CANCEL; null if it is too late, because the INVITE has been answered
     * @throws IllegalArgumentException if the request is no INVITE, or a header is one that the CANCEL takes from the INVITE or must not have
     */
    @Nullable SipRequest cancel(List<Header> headers);
}
