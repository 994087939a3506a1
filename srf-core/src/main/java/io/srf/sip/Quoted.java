// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/** Quoted strings of RFC 3261 §25.1. */
final class Quoted {
    private Quoted() {}

    /** The text inside the quotes with its escapes undone; the text itself where there are no quotes. */
    static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"') {
            return text;
        }
        if (text.indexOf('\\') < 0) {
            return text.substring(1, text.length() - 1);
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' && i + 1 < text.length() - 1 ? text.charAt(++i) : c);
        }
        return plain.toString();
    }

    /** Whether this is one quoted string and nothing else. */
    static boolean isQuoted(String text) {
        if (!text.startsWith("\"")) {
            return false;
        }
        Cursor in = new Cursor(text);
        try {
            in.quotedString();
        } catch (SipParseException e) {
            return false;
        }
        return in.atEnd();
    }

    /** The text in quotes, its quotes, backslashes and control characters escaped. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || (c < ' ' && c != '\t') || c == 0x7f) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
