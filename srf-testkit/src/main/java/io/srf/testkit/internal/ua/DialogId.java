// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** What names a dialog at one end of it (RFC 3261 §12). */
public record DialogId(String callId, String localTag, String remoteTag) {
    /** The dialog that a received request names, or null if one of its tags is missing. */
    public static @Nullable DialogId of(SipRequest received) {
        String local = received.to().tag();
        String remote = received.from().tag();
        return local == null || remote == null ? null : new DialogId(received.callId(), local, remote);
    }

    @Override
    public String toString() {
        return callId + " (" + localTag + ", " + remoteTag + ')';
    }
}
