// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where an engine is told to listen, as {@code udp:0.0.0.0:5060}, {@code tcp:[::1]:5060} or
 * {@code tls:10.0.0.5:5061;external=203.0.113.7;local-net=10.0.0.0/8;name=sip.example.com}.
 *
 * @param protocol the transport protocol
 * @param address resolved; a wildcard stands for all of the machine's addresses, port 0 for any free one
 * @param outside how it looks from elsewhere
 */
public record ListenAddress(Protocol protocol, InetSocketAddress address, Outside outside) {
    private static final int MAX_PORT = 65_535;
    private static final int FREE_PORT_ATTEMPTS = 20;
    private static final String PROTOCOLS = "udp, tcp, tls, ws or wss";

    /** One that looks the same from everywhere. */
    public ListenAddress(Protocol protocol, InetSocketAddress address) {
        this(protocol, address, Outside.SAME);
    }

    /** Checks that the address is resolved. */
    public ListenAddress {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host \"" + address.getHostString() + '"');
        }
    }

    /**
     * Reads a list with commas between its items; blanks around an item do not matter. Host names are looked up, which
     * may block.
     *
     * @throws IllegalArgumentException if there is a mistake; the message names the item, what is wrong, and what was
     *     expected
     */
    public static List<ListenAddress> parseList(String text) {
        List<ListenAddress> all = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            ListenAddress address = parse(item.strip());
            if (all.stream().anyMatch(address::takesTheSame)) {
                throw wrong(item.strip(), "it is listed twice");
            }
            all.forEach(address::requireRoomBeside);
            all.add(address);
        }
        return List.copyOf(all);
    }

    /** Reads one item, such as {@code udp:192.0.2.1:5060}; throws as {@link #parseList} does. */
    public static ListenAddress parse(String item) {
        if (item.isEmpty()) {
            throw wrong(item, "it is empty");
        }
        int colon = item.indexOf(':');
        if (colon < 0) {
            throw wrong(item, "the host and port are missing");
        }
        Protocol protocol = protocol(item, item.substring(0, colon));
        List<String> parts = List.of(item.substring(colon + 1).split(";", -1));
        InetSocketAddress address = address(item, parts.getFirst().strip());
        return new ListenAddress(protocol, address, outside(item, parts.subList(1, parts.size())));
    }

    private static Outside outside(String item, List<String> params) {
        try {
            return OutsideReader.read(params);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    wrong(item, String.valueOf(e.getMessage())).getMessage(), e);
        }
    }

    private boolean takesTheSame(ListenAddress other) {
        return protocol == other.protocol && address.equals(other.address) && address.getPort() != 0;
    }

    /** {@code [::]} takes the port for IPv4 too, and Java cannot have it otherwise. */
    private void requireRoomBeside(ListenAddress other) {
        boolean samePort = (protocol == Protocol.UDP) == (other.protocol == Protocol.UDP)
                && address.getPort() == other.address.getPort()
                && address.getPort() != 0;
        if (samePort && ((isForBoth() && other.isIp4()) || (isIp4() && other.isForBoth()))) {
            ListenAddress both = isForBoth() ? this : other;
            throw wrong(
                    toString(),
                    "not together with " + other + ", for " + both
                            + " takes IPv4 too: leave the IPv4 address out, or write the machine's own IPv6 address for [::]");
        }
    }

    private boolean isForBoth() {
        return !isIp4() && address.getAddress().isAnyLocalAddress();
    }

    private boolean isIp4() {
        return address.getAddress() instanceof Inet4Address;
    }

    private static Protocol protocol(String item, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            case "tls" -> Protocol.TLS;
            case "ws" -> Protocol.WS;
            case "wss" -> Protocol.WSS;
            case "" -> throw wrong(item, "the protocol is missing, expected " + PROTOCOLS);
            default -> throw wrong(item, "unknown protocol \"" + name + "\", expected " + PROTOCOLS);
        };
    }

    private static InetSocketAddress address(String item, String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        boolean bracketed = hostAndPort.startsWith("[");
        if (bracketed && hostAndPort.indexOf(']') < 0) {
            throw wrong(item, "the bracket around the IPv6 address is not closed");
        }
        if (colon < 0 || hostAndPort.endsWith("]")) {
            throw wrong(item, "the port is missing");
        }
        String host = hostAndPort.substring(0, colon);
        if (host.isEmpty()) {
            throw wrong(item, "the host is missing, expected for example 0.0.0.0");
        }
        if (bracketed != host.endsWith("]") || (!bracketed && host.indexOf(':') >= 0)) {
            throw wrong(item, "an IPv6 address must stand in brackets, for example [::1]");
        }
        return new InetSocketAddress(resolve(item, host), port(item, hostAndPort.substring(colon + 1)));
    }

    private static InetAddress resolve(String item, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    wrong(item, "unknown host \"" + host + '"').getMessage(), e);
        }
    }

    private static int port(String item, String text) {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                port = -1;
                break;
            }
            port = Math.min(port * 10 + digit, MAX_PORT + 1);
        }
        if (text.isEmpty() || port < 0 || port > MAX_PORT) {
            throw wrong(item, "bad port \"" + text + "\", expected 0 to " + MAX_PORT);
        }
        return port;
    }

    /**
     * UDP and TCP on one port that is free for both, as programs like it that know only one port of each other.
     * Somebody else may still take it before it is listened on.
     *
     * @throws IOException if none is found
     */
    public static List<ListenAddress> onFreePort(InetAddress host) throws IOException {
        BindException last = new BindException("no free port");
        for (int i = 0; i < FREE_PORT_ATTEMPTS; i++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, host);
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), host)) {
                InetSocketAddress free = new InetSocketAddress(host, udp.getLocalPort());
                return List.of(new ListenAddress(Protocol.UDP, free), new ListenAddress(Protocol.TCP, free));
            } catch (BindException e) {
                last = e;
            }
        }
        throw last;
    }

    private static IllegalArgumentException wrong(String item, String problem) {
        return new IllegalArgumentException(
                "listen address \"" + item + "\": " + problem + " (the form is udp:host:port or tcp:host:port)");
    }

    /** As it is written in a list, with the address as digits. */
    @Override
    public String toString() {
        return protocol.lower() + ':' + Hosts.withPort(address) + outside;
    }
}
