// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/** A URI as SIP carries it: {@link SipUri}, {@link TelUri}, or one of a scheme this library does not look into. */
public sealed interface Uri permits SipUri, TelUri, OtherUri {
    /** The scheme in lower case, without its colon. */
    String scheme();

    /** The user or telephone number, escapes undone; "" where the URI has none. */
    String user();

    /** This URI as a Request-URI may be: a SIP URI without headers and {@code method} (RFC 3261 §19.1.1). */
    default Uri asRequestUri() {
        return this;
    }

    /**
     * Reads a URI. Characters outside ASCII are let through, although RFC 3261 wants them escaped.
     *
     * @throws SipParseException if it has no scheme, a character no URI may hold, or breaks its scheme's grammar
     */
    static Uri parse(String text) {
        return UriReader.read(text, 0);
    }

    /**
     * Reads a URI as people write it: without {@code sip:}, {@code sips:}, {@code tel:} or {@code urn:} in front, as in {@code bob@example.com:5070}, it is a {@code sip} one.
     *
     * @throws IllegalArgumentException if {@link #parse} refuses it; the message shows the text
     */
    static Uri of(String written) {
        return UriReader.ofPeople(written);
    }
}
