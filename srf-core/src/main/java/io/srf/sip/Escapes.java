// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent escapes of URIs (RFC 3261 §19.1.2). */
final class Escapes {
    private static final String USER_UNRESERVED = "-_.!~*'()&=+$,;?/";

    private Escapes() {}

    /** The text with its escapes undone, as UTF-8; a percent sign without two hex digits is an error. */
    static String decode(String text, int offset) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                plain.write(bytes[i]);
            } else if (i + 2 < bytes.length && Chars.isHex(bytes[i + 1]) && Chars.isHex(bytes[i + 2])) {
                plain.write(Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                throw SipParseException.value(offset + i, "expected two hex digits after %");
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    /** The user part of a URI with everything escaped that may not stand there. */
    static String encodeUser(String user) {
        StringBuilder text = null;
        byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            boolean plain = Chars.isAlpha(c) || Chars.isDigit(c) || USER_UNRESERVED.indexOf(c) >= 0;
            if (!plain && text == null) {
                text = new StringBuilder(new String(bytes, 0, i, StandardCharsets.UTF_8));
            }
            if (text != null) {
                text.append(plain ? String.valueOf((char) c) : String.format("%%%02X", c));
            }
        }
        return text == null ? user : text.toString();
    }

    static String show(char c) {
        return c < ' ' ? String.format("a control character (0x%02x)", (int) c) : "'" + c + "'";
    }
}
