// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Addresses as text: {@code 192.0.2.1:5060}, {@code [2001:db8::1]:5060}, {@code carrier.example:5060}. */
final class Addresses {
    /** Of an IPv6 address. */
    private static final int GROUPS = 8;

    private static final Pattern DIGITS = Pattern.compile("[0-9.]+|.*:.*");

    private Addresses() {}

    static String write(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        return (ip instanceof Inet6Address six ? '[' + shortest(six) + ']' : host) + ':' + address.getPort();
    }

    /** As RFC 5952 §4 has it: the longest run of zeros, the first of several, is left out; without a zone. */
    private static String shortest(Inet6Address address) {
        ByteBuffer groups = ByteBuffer.wrap(address.getAddress());
        int from = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups.getShort(2 * end) == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        return length == 1 ? hex(groups, 0, GROUPS) : hex(groups, 0, from) + "::" + hex(groups, from + length, GROUPS);
    }

    private static String hex(ByteBuffer groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(Short.toUnsignedInt(groups.getShort(2 * i))))
                .collect(Collectors.joining(":"));
    }

    /** Reads an address; a name stays a name and is not looked up. */
    static InetSocketAddress read(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = text.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
            return DIGITS.matcher(host).matches()
                    ? new InetSocketAddress(InetAddress.getByName(host), port)
                    : InetSocketAddress.createUnresolved(host, port);
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new IllegalArgumentException("address \"" + text + "\", expected such as 192.0.2.1:5060", e);
        }
    }
}
