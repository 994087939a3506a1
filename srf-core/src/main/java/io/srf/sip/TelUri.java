// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/**
 * A telephone number, {@code tel:+1-201-555-0123;phone-context=…} (RFC 3966).
 *
 * @param number as written, visual separators included
 * @param params phone-context, ext, isub and others
 */
public record TelUri(String number, Params params) implements Uri {
    private static final String SEPARATORS = "-.()";

    /** Checks that it can be written. Throws {@link IllegalArgumentException} for a number with other characters than RFC 3966 allows. */
    public TelUri {
        if (endOfNumber(number, 0) != number.length() || number.isEmpty()) {
            throw new IllegalArgumentException("not a telephone number: " + Text.show(number));
        }
        params = params.asUri();
    }

    static TelUri parse(String text, int from) {
        Cursor in = new Cursor(text);
        int end = endOfNumber(text, from);
        in.moveTo(end);
        if (end == from || (!in.atEnd() && in.peek() != ';')) {
            throw in.error("expected a telephone number");
        }
        Params params = Params.parseInUri(in);
        in.expectEnd("a tel URI");
        return new TelUri(text.substring(from, end), params);
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && (Chars.isHex(text.charAt(end)) || "+*#-.()".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    @Override
    public String scheme() {
        return "tel";
    }

    /** The number without its visual separators {@code - . ( )}. */
    @Override
    public String user() {
        StringBuilder digits = new StringBuilder(number.length());
        for (int i = 0; i < number.length(); i++) {
            if (SEPARATORS.indexOf(number.charAt(i)) < 0) {
                digits.append(number.charAt(i));
            }
        }
        return digits.toString();
    }

    @Override
    public String toString() {
        return "tel:" + number + params;
    }
}
