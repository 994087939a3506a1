// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/** Addresses as people write them. */
final class Uris {
    private Uris() {}

    /** {@code user@host:port} with {@code sip:} before it; a text with a scheme stays as it is. */
    static String complete(String text) {
        for (String scheme : new String[] {"sip:", "sips:", "tel:"}) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text;
            }
        }
        return "sip:" + text;
    }
}
