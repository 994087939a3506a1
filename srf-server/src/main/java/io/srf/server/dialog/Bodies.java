// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;

/** Bodies that applications write. */
final class Bodies {
    private static final String SDP = "application/sdp";

    private Bodies() {}

    /**
     * Copies the body; one without a Content-Type is SDP if it looks so.
     *
     * @throws RefusedException if it does not
     */
    static <B extends SipMessage.Builder<B>> B copy(SipMessage from, B to) {
        to.bodyOf(from);
        if (from.bodyLength() > 0 && !from.has(HeaderName.CONTENT_TYPE)) {
            if (!from.bodyText().startsWith("v=0")) {
                throw new RefusedException("missing content-type");
            }
            to.set(HeaderName.CONTENT_TYPE, SDP);
        }
        return to;
    }
}
