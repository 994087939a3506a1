// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/** Hosts and ports as URIs and Via write them (RFC 3261 §25.1). */
final class Hosts {
    static final int NO_PORT = -1;
    static final int MAX_PORT = 65_535;

    private Hosts() {}

    /** A host without the brackets of an IPv6 address. */
    static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Where the host ends that begins here: a name, an IPv4 address, or an IPv6 address in brackets. */
    static int end(String text, int from) {
        if (from < text.length() && text.charAt(from) == '[') {
            return endOfIpv6(text, from);
        }
        int end = from;
        while (end < text.length() && Chars.isHost(text.charAt(end))) {
            end++;
        }
        if (end == from) {
            throw SipParseException.value(from, "expected a host");
        }
        return end;
    }

    private static int endOfIpv6(String text, int from) {
        int end = text.indexOf(']', from);
        if (end < 0) {
            throw SipParseException.value(from, "expected a ']' behind the IPv6 address");
        }
        String problem = Ip6.problem(text, from + 1, end);
        if (problem != null) {
            throw SipParseException.value(
                    from,
                    "expected an IPv6 address, found " + Text.show(text.substring(from, end + 1)) + ": " + problem);
        }
        return end + 1;
    }

    /** An IPv6 address in brackets, anything else as it is. */
    static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /**
     * Checks what a caller wants to be written.
     *
     * @throws IllegalArgumentException if the host is none, or the port is neither 1 to 65535 nor -1
     */
    static void check(String host, int port) {
        boolean isHost;
        try {
            isHost = end(host, 0) == host.length();
        } catch (SipParseException e) {
            isHost = false;
        }
        if (!isHost) {
            throw new IllegalArgumentException("not a host: " + Text.show(host)
                    + ", expected a name, an IPv4 address, or an IPv6 address in brackets");
        }
        if (port != NO_PORT && (port < 1 || port > MAX_PORT)) {
            throw new IllegalArgumentException(
                    "not a port: " + port + ", expected 1 to " + MAX_PORT + ", or -1 for none");
        }
    }
}
