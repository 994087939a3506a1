// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * Who is at the other end of a connection.
 *
 * @param protocol what is spoken to it
 * @param address its own
 * @param host the name that its certificate was checked for; "" if only its address counts
 */
record Peer(Protocol protocol, InetSocketAddress address, String host) {
    /** A peer of whom only the address is known. */
    static Peer at(Protocol protocol, InetSocketAddress address) {
        return new Peer(protocol, address, "");
    }

    /** The peer that a URI with this host leads to: a name counts only where certificates are checked for it. */
    static Peer named(Protocol protocol, InetSocketAddress address, String host) {
        boolean counts = protocol == Protocol.TLS && NetUtil.createByteArrayFromIpAddressString(host) == null;
        return new Peer(protocol, address, counts ? host : "");
    }
}
