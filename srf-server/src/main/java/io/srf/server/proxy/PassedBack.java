// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.transaction.ServerTransaction;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** What goes back of a target's response (RFC 3261 §16.7 steps 3 and 9). Changes nothing. */
final class PassedBack {
    private PassedBack() {}

    /**
     * The response without our Via, and with the caller's To if its own cannot be read. Null if it cannot go back: without another Via it leads no further (§16.7 step 3), a call whose To tag
     * cannot be read could never be hung up, and what came by a stream may be larger than a datagram.
     */
    static @Nullable SipResponse of(ServerTransaction caller, SipResponse response) {
        SipRequest received = caller.request();
        SipResponse.Builder back = response.toBuilder().removeTopVia();
        if (!hasReadableTo(response)) {
            if (response.isSuccess()
                    && received.is(Methods.INVITE)
                    && received.to().tag() == null) {
                return null;
            }
            back.set(HeaderName.TO, received.to());
        }
        SipResponse passed = back.build();
        boolean fits = caller.flow().protocol().carries(passed.encoded().length);
        return fits && passed.has(HeaderName.VIA) ? passed : null;
    }

    private static boolean hasReadableTo(SipResponse response) {
        try {
            response.to();
            return true;
        } catch (SipParseException e) {
            return false;
        }
    }
}
