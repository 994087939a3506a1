// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;

/** Tells the other side of a call which methods it may use (RFC 3261 §13.2.1, RFC 3311 §4), where the application says nothing of that. */
final class Allow {
    private static final String METHODS =
            "INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, MESSAGE, OPTIONS, NOTIFY, REFER, SUBSCRIBE";

    /** What our dialogs take, by themselves or for the other side of the call. */
    static final Header HEADER = Header.of(HeaderName.ALLOW, METHODS);

    private Allow() {}

    /** Adds it to a response to INVITE. */
    static Extras in(Extras response) {
        return response.first(HeaderName.ALLOW) == null ? response.header(HEADER) : response;
    }
}
