// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.app.DigestAuth;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;

/** What passes between A and B so that A can answer B's challenges, unless the application answers them (RFC 3261 §22). */
final class Challenges {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private Challenges() {}

    /** Adds B's challenges to the refusal that A gets, which would mean nothing without them. */
    static Extras challenges(SipResponse ofB, Extras refusal) {
        return switch (ofB.status()) {
            case UNAUTHORIZED, PROXY_AUTHENTICATION_REQUIRED ->
                copy(HeaderName.PROXY_AUTHENTICATE, ofB, copy(HeaderName.WWW_AUTHENTICATE, ofB, refusal));
            default -> refusal;
        };
    }

    /** Adds A's answers to B's INVITE, unless they were asked for by us, or the application has its own. */
    static Extras answers(Request ofA, B2buaOptions options, Extras invite) {
        SipMessage message = ofA.message();
        boolean any = message.has(HeaderName.AUTHORIZATION) || message.has(HeaderName.PROXY_AUTHORIZATION);
        if (!any || options.auth() != null || DigestAuth.user(ofA) != null) {
            return invite;
        }
        return copy(HeaderName.PROXY_AUTHORIZATION, message, copy(HeaderName.AUTHORIZATION, message, invite));
    }

    private static Extras copy(HeaderName name, SipMessage from, Extras to) {
        Extras extras = to;
        if (to.first(name) == null) {
            for (Header header : from.all(name)) {
                extras = extras.header(header);
            }
        }
        return extras;
    }
}
