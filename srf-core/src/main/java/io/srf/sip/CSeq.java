// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/**
 * A request's number in its dialog, and its method (RFC 3261 §20.16).
 *
 * @param number 0 to 2<sup>31</sup> − 1
 * @param method as written; methods are case-sensitive
 */
public record CSeq(int number, String method) {
    /** Checks that it can be written. Throws {@link IllegalArgumentException} for a negative number or a method that is no token. */
    public CSeq {
        if (number < 0) {
            throw new IllegalArgumentException("not a CSeq number: " + number + ", expected 0 or more");
        }
        method = Methods.checked(method);
    }

    /** Reads {@code 314159 INVITE}. Throws {@link SipParseException} if it is anything else. */
    public static CSeq parse(String text) {
        Cursor in = new Cursor(text);
        int number = in.number("a CSeq number", Integer.MAX_VALUE);
        if (!Chars.isBlank(in.peek())) {
            throw in.error("expected a blank after the CSeq number");
        }
        in.skipBlanks();
        String method = in.token("a method");
        in.expectEnd("the method");
        return new CSeq(number, method);
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
