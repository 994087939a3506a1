// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import org.jspecify.annotations.Nullable;

/** IPv6 addresses as text (RFC 4291 §2.2, RFC 5954): eight groups, of which one run may be {@code ::}, the last two perhaps as IPv4; no zone. */
final class Ip6 {
    private static final int GROUPS = 8;
    private static final int MAX_DIGITS = 4;
    private static final int BYTES_OF_IPV4 = 4;
    private static final int MAX_BYTE = 255;

    private Ip6() {}

    /** What is wrong with the address that stands there; null if it is one. */
    static @Nullable String problem(String text, int from, int to) {
        int groups = 0;
        boolean gap = text.startsWith("::", from);
        int at = gap ? from + 2 : from;
        while (at < to) {
            int end = endOfDigits(text, at, to);
            if (end < to && text.charAt(end) == '.') {
                return isIp4(text, at, to) ? counted(groups + 2, gap) : "an IPv4 address is expected at its end";
            }
            if (end == at) {
                return text.charAt(at) == ':'
                        ? "it has a colon too many"
                        : "only digits, a to f and colons are expected";
            }
            if (end - at > MAX_DIGITS) {
                return "a group has more than " + MAX_DIGITS + " digits";
            }
            groups++;
            if (end == to) {
                break;
            }
            if (text.charAt(end) != ':' || end + 1 == to) {
                return text.charAt(end) == ':' ? "it ends with a colon" : "only digits, a to f and colons are expected";
            }
            at = end + 1;
            if (text.charAt(at) == ':') {
                if (gap) {
                    return "'::' stands in it twice";
                }
                gap = true;
                at++;
            }
        }
        return counted(groups, gap);
    }

    private static @Nullable String counted(int groups, boolean gap) {
        if (gap ? groups < GROUPS : groups == GROUPS) {
            return null;
        }
        return "it has " + groups + " groups, expected "
                + (gap ? "< " + GROUPS + " with a '::'" : GROUPS + ", or a '::'");
    }

    private static int endOfDigits(String text, int from, int to) {
        int end = from;
        while (end < to && Chars.isHex(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isIp4(String text, int from, int to) {
        int at = from;
        for (int bytes = 1; bytes <= BYTES_OF_IPV4; bytes++) {
            int first = at;
            int value = 0;
            while (at < to && Chars.isDigit(text.charAt(at)) && value <= MAX_BYTE) {
                value = value * 10 + (text.charAt(at++) - '0');
            }
            if (at == first || value > MAX_BYTE) {
                return false;
            }
            if (bytes < BYTES_OF_IPV4 && (at == to || text.charAt(at++) != '.')) {
                return false;
            }
        }
        return at == to;
    }
}
