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

    /** The text in quotes, its quotes and backslashes escaped. */
    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
