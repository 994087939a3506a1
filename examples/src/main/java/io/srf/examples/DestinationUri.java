// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.sip.SipParseException;
import io.srf.sip.SipUri;

/** Checks a SIP URI from a command line. */
final class DestinationUri {
    private DestinationUri() {}

    /** Throws {@link IllegalArgumentException} if this is no SIP URI. */
    static void check(String text) {
        try {
            SipUri.parse(text);
        } catch (SipParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a SIP URI such as sip:127.0.0.1:5080: " + e.getMessage(), e);
        }
    }
}
