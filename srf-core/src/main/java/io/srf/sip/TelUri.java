// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/**
 * A telephone number, {@code tel:+1-201-555-0123;phone-context=…} (RFC 3966).
 *
 * @param number as written, visual separators included
 * @param params phone-context, ext, isub and others
 */
public record TelUri(String number, Params params) implements Uri {
    static TelUri parse(String text, int from) {
        Cursor in = new Cursor(text);
        in.upTo(':');
        String number = in.upToAny(";");
        if (number.isEmpty()) {
            throw in.error("expected a telephone number");
        }
        for (int i = 0; i < number.length(); i++) {
            if (!Chars.isHex(number.charAt(i)) && "+-.()*#".indexOf(number.charAt(i)) < 0) {
                throw SipParseException.value(
                        from + i, "a telephone number must not contain '" + number.charAt(i) + "'");
            }
        }
        Params params = Params.parse(in);
        in.expectEnd("a tel URI");
        return new TelUri(number, params);
    }

    @Override
    public String scheme() {
        return "tel";
    }

    /** The number without its visual separators {@code - . ( )}. */
    @Override
    public String user() {
        return number.replaceAll("[-.()]", "");
    }

    @Override
    public String toString() {
        return "tel:" + number + params;
    }
}
