// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;

/** The Call-ID that each line of a log carries. */
final class CallIds {
    private CallIds() {}

    /** The Call-ID, or {@code -} where there is none. */
    static String of(SipMessage message) {
        String callId = message.header(HeaderName.CALL_ID);
        return callId == null ? "-" : callId;
    }
}
