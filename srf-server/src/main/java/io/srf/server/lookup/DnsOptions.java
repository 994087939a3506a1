// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom an engine asks for names, and the bounds of that.
 *
 * @param servers the name servers, asked in turn; none for those of the system
 * @param limits of look-ups
 */
public record DnsOptions(List<InetSocketAddress> servers, LookupLimits limits) {
    /** The name servers of the system. */
    public static final DnsOptions DEFAULT = new DnsOptions(List.of(), LookupLimits.DEFAULT);

    private static final int DNS_PORT = 53;
    private static final int MAX_PORT = 65_535;

    /** Copies the list. */
    public DnsOptions {
        servers = List.copyOf(servers);
    }

    /** The same with these bounds. */
    public DnsOptions withLimits(LookupLimits other) {
        return new DnsOptions(servers, other);
    }

    /**
     * These name servers, with the default bounds.
     *
     * @param servers such as {@code 192.0.2.1,[2001:db8::1]:5353}; a name server has an IP address, and port 53 where none is named
     * @throws IllegalArgumentException if one cannot be read; the message names it
     */
    public static DnsOptions parse(String servers) {
        List<InetSocketAddress> all = new ArrayList<>();
        for (String server : servers.split(",", -1)) {
            all.add(server(server.strip()));
        }
        return new DnsOptions(all, LookupLimits.DEFAULT);
    }

    private static InetSocketAddress server(String text) {
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        boolean isBareIpv6 = bracket < 0 && NetUtil.isValidIpV6Address(text);
        String host = isBareIpv6 || colon < 0 ? text : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        InetAddress address = HostNames.literal(host);
        int port = isBareIpv6 || colon < 0 ? DNS_PORT : port(text.substring(colon + 1));
        if (address == null || port < 1) {
            throw new IllegalArgumentException("not a name server: \"" + text
                    + "\", expected an IP address with or without a port, such as 192.0.2.1:53");
        }
        return new InetSocketAddress(address, port);
    }

    private static int port(String digits) {
        try {
            int port = Integer.parseInt(digits);
            return port > MAX_PORT ? -1 : port;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
