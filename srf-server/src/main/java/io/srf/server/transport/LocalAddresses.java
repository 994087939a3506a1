// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What peers are told where they can reach this machine.
 *
 * @param ip4 for peers with an IPv4 address
 * @param ip6 for peers with an IPv6 address
 * @param advertised takes the place of both, for peers on other machines
 * @param all that others can reach
 */
record LocalAddresses(
        InetAddress ip4, InetAddress ip6, @Nullable InetAddress advertised, List<InetAddress> all) {
    /** A machine with an address of each family. */
    LocalAddresses(InetAddress ip4, InetAddress ip6, @Nullable InetAddress advertised) {
        this(ip4, ip6, advertised, List.of(ip4, ip6));
    }

    /**
     * Looks at the network interfaces: the first address of each family that others can reach; without one of its
     * family, the other family's; without any, loopback.
     */
    static LocalAddresses ofThisMachine(@Nullable InetAddress advertised) {
        List<InetAddress> all = reachable();
        InetAddress ip4 = first(all, Inet4Address.class::isInstance);
        InetAddress ip6 = first(all, address -> !(address instanceof Inet4Address));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new LocalAddresses(
                ip4 != null ? ip4 : ip6 != null ? ip6 : loopback,
                ip6 != null ? ip6 : ip4 != null ? ip4 : loopback,
                advertised,
                all);
    }

    private static List<InetAddress> reachable() {
        try {
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the network interfaces", e);
        }
    }

    private static @Nullable InetAddress first(List<InetAddress> all, Predicate<InetAddress> wanted) {
        return all.stream().filter(wanted).findFirst().orElse(null);
    }

    /** The address to tell a peer, if this one is bound. */
    InetAddress towards(InetAddress peer, InetAddress bound) {
        return advertised != null && !peer.isLoopbackAddress() ? advertised : own(peer, bound);
    }

    /** This machine's own address to tell a peer, if this one is bound; a socket of IPv4 can be reached by IPv4 alone. */
    InetAddress own(InetAddress peer, InetAddress bound) {
        if (!bound.isAnyLocalAddress()) {
            return bound;
        }
        if (bound instanceof Inet4Address && !(peer instanceof Inet4Address)) {
            return ip4;
        }
        boolean speaks4 = peer instanceof Inet4Address;
        if (peer.isLoopbackAddress()) {
            return speaks4 ? NetUtil.LOCALHOST4 : NetUtil.LOCALHOST6;
        }
        return speaks4 ? ip4 : ip6;
    }

    /** The address to tell those of whom nothing is known, if this one is bound. */
    InetAddress inGeneral(InetAddress bound) {
        if (advertised != null) {
            return advertised;
        }
        return bound.isAnyLocalAddress() ? ip4 : bound;
    }
}
