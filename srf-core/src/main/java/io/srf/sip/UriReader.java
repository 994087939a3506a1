// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.List;
import java.util.Locale;

/** Tells the schemes of URIs apart, and checks what every URI must keep. */
final class UriReader {
    private static final Recent<Uri> RECENT = new Recent<>(UriReader::read);

    /** What is looked for, as {@code bob:5070} could be a scheme, too. */
    private static final List<String> SCHEMES = List.of("sip:", "sips:", "tel:", "urn:");

    private UriReader() {}

    /** Reads a URI that stands at this offset of a header's value. */
    static Uri read(String text, int offset) {
        try {
            return RECENT.read(text);
        } catch (SipParseException e) {
            throw offset == 0 ? e : SipParseException.value(offset + e.offset(), e.problem());
        }
    }

    /** Reads a URI that may lack its {@code sip:}. Throws {@link IllegalArgumentException}. */
    static Uri ofPeople(String text) {
        try {
            return read(hasKnownScheme(text) ? text : "sip:" + text, 0);
        } catch (SipParseException e) {
            throw new IllegalArgumentException(
                    Text.show(text) + " is no URI such as sip:bob@example.com: " + e.problem(), e);
        }
    }

    private static boolean hasKnownScheme(String text) {
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return true;
            }
        }
        return false;
    }

    private static Uri read(String text) {
        int colon = checkShape(text, 0);
        return switch (scheme(text, colon)) {
            case "sip" -> SipUri.parse(false, text, colon + 1);
            case "sips" -> SipUri.parse(true, text, colon + 1);
            case "tel" -> TelUri.parse(text, colon + 1);
            default -> new OtherUri(text);
        };
    }

    private static String scheme(String text, int colon) {
        return text.startsWith("sip:") ? "sip" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** Finds the colon behind the scheme, and sees to it that nothing is there which no URI may hold. */
    static int checkShape(String text, int offset) {
        int colon = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Chars.isUri(c) && (c < 0x80 || Character.isISOControl(c))) {
                throw SipParseException.value(offset + i, "a URI must not contain " + Text.show(c));
            }
            if (c == ':' && colon < 0) {
                colon = i;
            }
        }
        if (!isScheme(text, colon)) {
            throw SipParseException.value(offset, "expected a URI with a scheme, found " + Text.show(text));
        }
        return colon;
    }

    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!Chars.isAlpha(c) && (i == 0 || (!Chars.isDigit(c) && c != '+' && c != '-' && c != '.'))) {
                return false;
            }
        }
        return end > 0;
    }
}
