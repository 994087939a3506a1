// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Percent escapes of URIs (RFC 3261 §19.1.2). */
final class Escapes {
    private static final String MARK = "-_.!~*'()";
    private static final String USER = MARK + "&=+$,;?/";
    private static final String PARAM = MARK + "[]/:&+$";
    private static final String HEX = "0123456789ABCDEF";

    private Escapes() {}

    /** Where a percent sign stands without two hex digits behind it; -1 if nowhere. */
    static int findBad(String text) {
        int i = text.indexOf('%');
        while (i >= 0 && isEscape(text, i)) {
            i = text.indexOf('%', i + 1);
        }
        return i;
    }

    private static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length()
                && Chars.isHex(text.charAt(percent + 1))
                && Chars.isHex(text.charAt(percent + 2));
    }

    /** The text with its escapes undone once, as UTF-8; a percent sign without two hex digits stands for itself. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteWriter plain = new ByteWriter(text.length());
        int from = 0;
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (isEscape(text, i)) {
                plain.text(text.substring(from, i));
                plain.add((byte) Integer.parseInt(text, i + 1, i + 3, 16));
                from = i + 3;
            }
        }
        byte[] bytes = plain.text(text.substring(from)).toBytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The text with the escapes undone that make no difference (RFC 3261 §19.1.4), and the others in upper case. */
    static String normalize(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder normal = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && isEscape(text, i)) {
                char plain = (char) Integer.parseInt(text, i + 1, i + 3, 16);
                if (isPlain(plain, MARK)) {
                    normal.append(plain);
                } else {
                    normal.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
                }
                i += 2;
            } else {
                normal.append(c);
            }
        }
        return normal.toString();
    }

    /** The user part of a URI with everything escaped that may not stand there. */
    static String encodeUser(String user) {
        return encode(user, USER);
    }

    /** A parameter of a URI with everything escaped that may not stand there. */
    static String encodeParam(String param) {
        return encode(param, PARAM);
    }

    private static String encode(String text, String allowed) {
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i), allowed)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
        for (byte b : text.substring(i).getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) (b & 0xff), allowed)) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c, String allowed) {
        return Chars.isAlpha(c) || Chars.isDigit(c) || allowed.indexOf(c) >= 0;
    }
}
