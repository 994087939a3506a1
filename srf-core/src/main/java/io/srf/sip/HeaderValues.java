// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values that several headers share: comma-joined lists, numbers, media types. */
final class HeaderValues {
    private HeaderValues() {}

    /** The values between the commas that stand outside of quotes and angle brackets; empty ones are left out. */
    static List<String> split(String text) {
        List<String> values = new ArrayList<>(4);
        int from = 0;
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                depth++;
            } else if (c == '>') {
                depth--;
            } else if (c == ',' && depth <= 0) {
                addStripped(text, from, i, values);
                from = i + 1;
            }
        }
        addStripped(text, from, text.length(), values);
        return List.copyOf(values);
    }

    private static void addStripped(String text, int from, int to, List<String> values) {
        String value = text.substring(from, to).strip();
        if (!value.isEmpty()) {
            values.add(value);
        }
    }

    static String join(List<?> values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(text.isEmpty() ? "" : ", ").append(value);
        }
        return text.toString();
    }

    /** A whole number and nothing else. */
    static int number(String text, String what, int max) {
        Cursor in = new Cursor(text);
        int number = in.digits(what, max);
        in.expectEnd(what);
        return number;
    }

    /** Delta-seconds; a number too large for an int is the largest. */
    static int seconds(String text) {
        String digits = text.strip();
        boolean allDigits = !digits.isEmpty() && digits.chars().allMatch(Chars::isDigit);
        return allDigits && digits.length() > 9 ? Integer.MAX_VALUE : number(digits, "seconds", Integer.MAX_VALUE);
    }

    static String withoutParams(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        String type = semicolon < 0 ? mediaType : mediaType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
