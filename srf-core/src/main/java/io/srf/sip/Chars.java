// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/** The character classes of RFC 3261 §25.1, as table look-ups. */
final class Chars {
    private static final boolean[] TOKEN = table("-.!%*_+`'~");
    private static final boolean[] URI = table("-_.!~*'();/?:@&=+$,%[]#{}|\\^`");
    private static final boolean[] PARAM = table("-.!%*_+`'~[]/:&$()@^{}|#=");
    private static final boolean[] HOST = table("-._");

    private Chars() {}

    private static boolean[] table(String others) {
        boolean[] in = new boolean[128];
        for (char c = 0; c < 128; c++) {
            in[c] = Character.isLetterOrDigit(c) || others.indexOf(c) >= 0;
        }
        return in;
    }

    static boolean isToken(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    /** Whether the character may stand in a URI at all; angle brackets, quotes, blanks and controls may not. */
    static boolean isUri(int c) {
        return c >= 0 && c < 128 && URI[c];
    }

    /**
     * Whether the character may stand in an unquoted parameter: those of a token, a host, or a URI parameter, and a few more
     * that are met in the field.
     */
    static boolean isParam(int c) {
        return c >= 128 || (c >= 0 && PARAM[c]);
    }

    /** Whether the character may stand in a host name; underscores are against the RFC, but in use. */
    static boolean isHost(int c) {
        return c >= 0 && c < 128 && HOST[c];
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlpha(int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    static boolean isHex(int c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
