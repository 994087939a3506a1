// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** What all sockets of one network share. */
record NetworkContext(NettyLoops loops, NetworkOptions options, LocalAddresses addresses, NetworkLog log, Inbox inbox) {
    /** What to publish about a socket that is bound to this address for that one. */
    Network.ListenPoint listenPoint(ListenAddress listen, InetSocketAddress bound) {
        InetSocketAddress external = listen.outside().external(bound.getPort());
        InetSocketAddress advertised = external != null
                ? external
                : new InetSocketAddress(addresses.inGeneral(bound.getAddress()), bound.getPort());
        return new Network.ListenPoint(listen.protocol(), bound, advertised, hosts(listen, bound, advertised));
    }

    private Set<String> hosts(ListenAddress listen, InetSocketAddress bound, InetSocketAddress advertised) {
        Set<String> hosts = new HashSet<>(listen.outside().names());
        hosts.add(Hosts.text(advertised));
        if (bound.getAddress().isAnyLocalAddress()) {
            boolean speaks6 = bound.getAddress() instanceof Inet6Address;
            Stream.concat(addresses.all().stream(), Stream.of(NetUtil.LOCALHOST4, NetUtil.LOCALHOST6))
                    .filter(address -> speaks6 || address instanceof Inet4Address)
                    .forEach(address -> hosts.add(Hosts.text(address)));
        } else {
            hosts.add(Hosts.text(bound.getAddress()));
        }
        return hosts;
    }

    /** Where a peer can reach a socket that is bound to this address for that one. */
    InetSocketAddress localTowards(InetSocketAddress peer, ListenAddress listen, InetSocketAddress bound) {
        InetAddress who = peer.getAddress();
        if (who.isLoopbackAddress() || listen.outside().isLocal(who)) {
            return new InetSocketAddress(addresses.own(who, bound.getAddress()), bound.getPort());
        }
        InetSocketAddress external = listen.outside().external(bound.getPort());
        return external != null
                ? external
                : new InetSocketAddress(addresses.towards(who, bound.getAddress()), bound.getPort());
    }
}
