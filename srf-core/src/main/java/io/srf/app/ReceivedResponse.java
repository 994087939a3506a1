// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A response that came to a request of ours.
 *
 * @param message as it was received
 * @param dialogId the dialog it makes or belongs to; null outside of dialogs
 * @param origin where it came from, and when
 */
public record ReceivedResponse(
        SipResponse message, @Nullable String dialogId, Origin origin) {
    /** The status, 100 to 699. */
    public int status() {
        return message.status();
    }

    /** Whether it asks for a PRACK (RFC 3262 §4). */
    public boolean isReliable() {
        return message.isProvisional() && status() > 100 && message.has(HeaderName.RSEQ);
    }
}
