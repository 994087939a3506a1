// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.Locale;

/** A URI as SIP carries it: {@link SipUri}, {@link TelUri}, or one of a scheme this library does not look into. */
public sealed interface Uri permits SipUri, TelUri, OtherUri {
    /** The scheme in lower case, without its colon. */
    String scheme();

    /** The user or telephone number, escapes undone; "" where the URI has none. */
    String user();

    /**
     * Reads a URI.
     *
     * @throws SipParseException if it has no scheme, a character no URI may hold, or breaks its scheme's grammar
     */
    static Uri parse(String text) {
        int colon = checkShape(text);
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "sip", "sips" -> SipUri.parse(scheme, text, colon + 1);
            case "tel" -> TelUri.parse(text, colon + 1);
            default -> new OtherUri(scheme, text);
        };
    }

    /** Checks what every URI must keep, whatever its scheme, and finds the colon. */
    private static int checkShape(String text) {
        int colon = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':' && colon < 0) {
                colon = i;
            }
            if (!Chars.isUri(c) && c < 0x80) {
                throw SipParseException.value(i, "a URI must not contain " + Escapes.show(c));
            }
        }
        if (colon < 1 || !Chars.isAlpha(text.charAt(0))) {
            throw SipParseException.value(0, "expected a URI with a scheme, found \"" + text + "\"");
        }
        return colon;
    }
}
