// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.srf.sip.SipUri;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The sockets of an engine, or in tests a simulated network. */
public interface Network extends AutoCloseable {
    /**
     * Opens what is configured and begins to receive.
     *
     * @throws java.io.UncheckedIOException if an address cannot be bound; the message names it
     */
    void open(Receiver receiver);

    /** What is listened on, with the ports that were chosen where 0 was asked for. */
    List<ListenPoint> listenPoints();

    /**
     * The way to a peer: an open connection if there is one, else one that opens with the first message.
     *
     * @param peer resolved
     * @throws IllegalArgumentException if nothing listens with this protocol
     */
    Flow flowTo(Protocol protocol, InetSocketAddress peer);

    /**
     * The way to the peer that a URI with this host leads to; over TLS its certificate has to be for the host.
     *
     * @param host a name or an IP address without brackets
     */
    default Flow flowTo(Protocol protocol, InetSocketAddress peer, String host) {
        return flowTo(protocol, peer);
    }

    /** Whether a URI with this host or maddr, and this port or the default one of what listens there, means one of the addresses that are listened on. */
    default boolean isAt(SipUri uri) {
        String maddr = uri.params().get("maddr");
        for (ListenPoint point : listenPoints()) {
            int port = uri.port() < 0 ? point.protocol().defaultPort() : uri.port();
            if (point.isAt(uri.address(), port) || (maddr != null && point.isAt(maddr, port))) {
                return true;
            }
        }
        return false;
    }

    /** Stops receiving and closes all sockets. */
    @Override
    void close();

    /** Who takes what arrives. It is called on a network thread and must not block. */
    interface Receiver {
        /**
         * A datagram, or one message cut out of a stream; never empty, a keep-alive or STUN.
         *
         * @param message the receiver's own
         */
        void received(byte[] message, Flow flow);

        /** Whether this peer is heard; asked before anything is done for it when it connects, and before its pings are answered. */
        default boolean admits(InetSocketAddress peer) {
            return true;
        }

        /** Whether a STUN request of this peer is answered; asked before it is. */
        default boolean answersStun(InetSocketAddress peer) {
            return true;
        }

        /** What came by a connection of this peer was no message; it is closed. */
        default void unreadable(InetSocketAddress peer) {}

        /** A connection that was open has closed, whoever closed it. */
        default void closed(Flow flow, Throwable cause) {}
    }

    /**
     * An address that is listened on.
     *
     * @param protocol the transport protocol
     * @param address bound; may be a wildcard
     * @param advertised what peers are told in Via and Contact, unless they are in the same network; never a wildcard, perhaps a
     *     name that is not resolved
     * @param hosts all that URIs may call it: names in lower case, IP addresses in their shortest form without brackets
     */
    record ListenPoint(Protocol protocol, InetSocketAddress address, InetSocketAddress advertised, Set<String> hosts) {
        /** Copies the set. */
        public ListenPoint {
            hosts = Set.copyOf(hosts);
        }

        /** One that has no other names than its addresses. */
        public ListenPoint(Protocol protocol, InetSocketAddress address, InetSocketAddress advertised) {
            this(protocol, address, advertised, new HashSet<>(List.of(Hosts.text(address), Hosts.text(advertised))));
        }

        /** Whether a URI with this host (an IPv6 address without brackets) and port means this point. */
        public boolean isAt(String host, int port) {
            return (port == address.getPort() || port == advertised.getPort()) && hosts.contains(Hosts.text(host));
        }
    }
}
