// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What all sockets of one network share. */
record NetworkContext(NettyLoops loops, NetworkOptions options, LocalAddresses addresses, NetworkLog log, Inbox inbox) {
    /** What to publish about a socket that is bound to this address. */
    Network.ListenPoint listenPoint(Protocol protocol, InetSocketAddress bound) {
        InetAddress advertised = addresses.inGeneral(bound.getAddress());
        return new Network.ListenPoint(protocol, bound, new InetSocketAddress(advertised, bound.getPort()));
    }

    /** Where a peer can reach a socket that is bound to this address. */
    InetSocketAddress localTowards(InetSocketAddress peer, InetSocketAddress bound) {
        return new InetSocketAddress(addresses.towards(peer.getAddress(), bound.getAddress()), bound.getPort());
    }
}
