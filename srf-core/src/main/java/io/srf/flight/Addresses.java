// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses as text: {@code 192.0.2.1:5060}, {@code [2001:db8::1]:5060}, {@code carrier.example:5060}. */
final class Addresses {
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+|.*:.*");

    private Addresses() {}

    static String write(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        return (ip instanceof Inet6Address ? '[' + host + ']' : host) + ':' + address.getPort();
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
