// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What is made of one {@link ListenAddress}: a bound socket. */
interface Transport {
    Network.ListenPoint listenPoint();

    /** Begins to receive. */
    void start();

    /** The way to the peer that a URI with this host, or "" for any, leads to. */
    Flow flowTo(InetSocketAddress peer, String host);

    /** Closes the socket. May be called twice. */
    void close();

    /** Whether there can be a way from the bound address to this peer. */
    default boolean reaches(InetAddress peer) {
        InetAddress bound = listenPoint().address().getAddress();
        return bound.isAnyLocalAddress()
                || (bound.getClass() == peer.getClass() && bound.isLoopbackAddress() == peer.isLoopbackAddress());
    }
}
