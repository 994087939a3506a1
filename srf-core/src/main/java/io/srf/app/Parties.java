// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import java.util.List;

/** Who calls whom, as a request says it. */
final class Parties {
    private Parties() {}

    static String callingNumber(SipRequest request) {
        return number(caller(request).uri());
    }

    static String callingName(SipRequest request) {
        String name = caller(request).displayName();
        return name == null ? "" : name;
    }

    static String calledNumber(SipRequest request) {
        return number(request.uri());
    }

    /** The first asserted identity that has a user, else From. */
    private static NameAddr caller(SipRequest request) {
        for (NameAddr identity : assertedIdentities(request)) {
            if (!identity.uri().user().isEmpty()) {
                return identity;
            }
        }
        return request.from();
    }

    /** None if they cannot be read: a request does not depend on them (RFC 3261 §16.3). */
    private static List<NameAddr> assertedIdentities(SipRequest request) {
        try {
            return request.addresses(HeaderName.P_ASSERTED_IDENTITY);
        } catch (SipParseException e) {
            return List.of();
        }
    }

    /** The user without the parameters that a telephone number may carry in it (RFC 3261 §19.1.1). */
    private static String number(Uri uri) {
        String user = uri.user();
        int params = user.indexOf(';');
        return params < 0 ? user : user.substring(0, params);
    }
}
