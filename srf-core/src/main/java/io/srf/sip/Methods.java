// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The methods that RFCs define; others are allowed everywhere, as plain text. */
public final class Methods {
    /** RFC 3261 §17.1.1.3. */
    public static final String ACK = "ACK";
    /** RFC 3261 §15. */
    public static final String BYE = "BYE";
    /** RFC 3261 §9. */
    public static final String CANCEL = "CANCEL";
    /** RFC 6086. */
    public static final String INFO = "INFO";
    /** RFC 3261 §13. */
    public static final String INVITE = "INVITE";
    /** RFC 3428. */
    public static final String MESSAGE = "MESSAGE";
    /** RFC 6665. */
    public static final String NOTIFY = "NOTIFY";
    /** RFC 3261 §11. */
    public static final String OPTIONS = "OPTIONS";
    /** RFC 3262. */
    public static final String PRACK = "PRACK";
    /** RFC 3903. */
    public static final String PUBLISH = "PUBLISH";
    /** RFC 3515. */
    public static final String REFER = "REFER";
    /** RFC 3261 §10. */
    public static final String REGISTER = "REGISTER";
    /** RFC 6665. */
    public static final String SUBSCRIBE = "SUBSCRIBE";
    /** RFC 3311. */
    public static final String UPDATE = "UPDATE";

    /** All of them. */
    public static final List<String> ALL = List.of(
            ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, PRACK, PUBLISH, REFER, REGISTER, SUBSCRIBE,
            UPDATE);

    private Methods() {}

    /** Whether this looks like one of them and is none: methods are case-sensitive (RFC 3261 §7.1). */
    public static boolean isMiswritten(String method) {
        return !ALL.contains(method) && ALL.contains(method.toUpperCase(Locale.ROOT));
    }

    /**
     * The constant for this method, or the text itself where no RFC defines it.
     *
     * @throws IllegalArgumentException if it is not a token
     */
    static String checked(String method) {
        int known = ALL.indexOf(method);
        if (known >= 0) {
            return ALL.get(known);
        }
        if (!Chars.isToken(method)) {
            throw new IllegalArgumentException("not a method: " + Text.show(method) + ", expected a token");
        }
        return method;
    }

    /** The method in these bytes, which must be ASCII. */
    static String of(byte[] bytes, int from, int to) {
        for (String method : ALL) {
            if (isAt(method, bytes, from, to)) {
                return method;
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static boolean isAt(String method, byte[] bytes, int from, int to) {
        if (method.length() != to - from) {
            return false;
        }
        for (int i = 0; i < method.length(); i++) {
            if (method.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
