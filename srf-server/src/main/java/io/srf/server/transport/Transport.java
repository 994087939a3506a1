// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What is made of one {@link ListenAddress}: a bound socket. */
interface Transport {
    Network.ListenPoint listenPoint();

    ListenAddress listen();

    /** Begins to receive. */
    void start();

    /** The way to the peer that a URI with this host, or "" for any, leads to. */
    Flow flowTo(InetSocketAddress peer, String host);

    /** Closes the socket. May be called twice. */
    void close();

    /** How well this suits a peer: in a network of its own, elsewhere, or where there can be no way at all. */
    default int fitness(InetAddress peer) {
        Outside outside = listen().outside();
        if (!reaches(peer)) {
            return 0;
        }
        if (outside.isLocal(peer)) {
            return 3;
        }
        return outside.localNets().isEmpty() || outside.external() != null ? 2 : 1;
    }

    /** Whether there can be a way from the bound address to this peer. */
    private boolean reaches(InetAddress peer) {
        InetAddress bound = listenPoint().address().getAddress();
        if (bound.isAnyLocalAddress()) {
            return bound instanceof Inet6Address || peer instanceof Inet4Address;
        }
        return bound.getClass() == peer.getClass() && bound.isLoopbackAddress() == peer.isLoopbackAddress();
    }
}
