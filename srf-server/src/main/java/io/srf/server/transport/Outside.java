// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a listen address looks from elsewhere, as behind a NAT.
 *
 * @param external what peers are told in Via, Contact and Record-Route instead of the address that is bound: an IP address or a
 *     name that is not resolved; port 0 for the one that is bound. Null for the address that is bound
 * @param localNets networks whose peers are told the address that is bound all the same
 * @param names further names that URIs may have for this address, in lower case
 */
public record Outside(@Nullable InetSocketAddress external, List<Subnet> localNets, Set<String> names) {
    /** It looks the same from everywhere. */
    public static final Outside SAME = new Outside(null, List.of(), Set.of());

    /** Copies the lists. */
    public Outside {
        localNets = List.copyOf(localNets);
        names = Set.copyOf(names);
    }

    /** Whether this peer needs no translation. */
    boolean isLocal(InetAddress peer) {
        for (Subnet net : localNets) {
            if (net.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** What peers elsewhere are told if this port is bound; null for the address that is bound. */
    @Nullable InetSocketAddress external(int boundPort) {
        if (external == null || external.getPort() != 0) {
            return external;
        }
        return external.isUnresolved()
                ? InetSocketAddress.createUnresolved(external.getHostString(), boundPort)
                : new InetSocketAddress(external.getAddress(), boundPort);
    }

    /** As it stands behind an address in a list: {@code ;external=203.0.113.7;local-net=10.0.0.0/8}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (external != null) {
            String host = external.getHostString();
            text.append(";external=").append(host.indexOf(':') >= 0 ? '[' + host + ']' : host);
            text.append(external.getPort() == 0 ? "" : ":" + external.getPort());
        }
        localNets.forEach(net -> text.append(";local-net=").append(net));
        names.stream().sorted().forEach(name -> text.append(";name=").append(name.toLowerCase(Locale.ROOT)));
        return text.toString();
    }
}
