// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text on its way from bytes, to a message, and to people who read an error. */
final class Text {
    private static final int EXCERPT = 60;
    private static final char NOT_UTF_8 = '\uFFFD';

    private Text() {}

    /** Decodes UTF-8; what is not UTF-8 is read as ISO 8859-1, which older phones send. */
    static String decode(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf(NOT_UTF_8) < 0 ? text : decodeOdd(text, bytes, from, to);
    }

    private static String decodeOdd(String text, byte[] bytes, int from, int to) {
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        boolean exact = Arrays.equals(again, 0, again.length, bytes, from, to);
        return exact ? text : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The text without the blanks and tabs around it. */
    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Chars.isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && Chars.isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /**
     * Checks that the text stays on one line of a message, as everything that was read from one does.
     *
     * @throws IllegalArgumentException if it holds CR or LF, which would begin another header, or a NUL not behind a backslash
     */
    static String oneLine(Object what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= '\r' && (c == '\r' || c == '\n' || (c == 0 && (i == 0 || text.charAt(i - 1) != '\\')))) {
                throw new IllegalArgumentException(what + " at " + i + ": must not contain CR, LF or NUL");
            }
        }
        return text;
    }

    /** The character as an error names it. */
    static String show(int c) {
        return c < ' ' || c == 0x7f ? "a control character (0x%02x)".formatted(c) : "'" + (char) c + "'";
    }

    /** The beginning of the text in quotes, without control characters. */
    static String show(String text) {
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), EXCERPT); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? '.' : c);
        }
        return shown.append(text.length() > EXCERPT ? "…\"" : "\"").toString();
    }
}
