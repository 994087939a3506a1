// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** A request that was handed to the engine, and its way to cancel it. May be used by any thread. */
public final class SentRequest {
    SentRequest() {}

    /** The agent that sent it. */
    public Agent agent() {
        return Pending.coming();
    }

    /** As the engine sent it; before it has said so, as it was handed over. */
    public SipRequest message() {
        return Pending.coming();
    }

    /** Names the transaction; null before the engine has sent the request. */
    public @Nullable String transactionId() {
        return Pending.coming();
    }

    /** Whether its final response came, or never will. */
    public boolean isSettled() {
        return Pending.coming();
    }

    /**
     * Cancels an INVITE (RFC 3261 §9.1). Its end is heard as ever: mostly a 487, but a 200 that crosses the CANCEL is an answer.
     *
     * <p>A CANCEL for a request that the engine has not sent yet is kept, and sent right after it. Cancelling twice, or after the
     * end, does nothing.
     *
     * @param extras headers of the CANCEL, such as a Reason
     * @throws IllegalStateException if the request is no INVITE
     */
    public void cancel(Extras extras) {
        Pending.coming();
    }
}
