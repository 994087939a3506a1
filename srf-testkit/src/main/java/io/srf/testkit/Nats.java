// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routers of a simulated network that hide hosts. Used under the network's lock. */
final class Nats {
    private final List<Nat> all = new ArrayList<>();

    void add(Nat nat) {
        all.add(nat);
    }

    /** Where a datagram to this address comes from: the sender, or what its router makes of it. */
    InetSocketAddress sender(InetSocketAddress from, InetSocketAddress to) {
        return translated(from, to, nat -> nat.send(from));
    }

    /** The same for a stream. */
    InetSocketAddress streamFrom(InetSocketAddress from, InetSocketAddress to) {
        return translated(from, to, nat -> nat.connect(from));
    }

    private InetSocketAddress translated(
            InetSocketAddress from, InetSocketAddress to, Function<Nat, InetSocketAddress> change) {
        Nat nat = hiding(from.getAddress());
        return nat == null || nat.hides(to.getAddress()) ? from : change.apply(nat);
    }

    private @Nullable Nat hiding(InetAddress host) {
        return all.stream().filter(nat -> nat.hides(host)).findFirst().orElse(null);
    }

    /** Who receives what is sent to this address; null if a router drops it. */
    @Nullable InetSocketAddress receiver(InetSocketAddress from, InetSocketAddress to) {
        for (Nat nat : all) {
            if (nat.isOutside(to.getAddress())) {
                return nat.insideOf(to);
            }
            boolean comesFromOutside = nat.isOutside(from.getAddress()) || !nat.hides(from.getAddress());
            if (nat.hides(to.getAddress()) && comesFromOutside) {
                return null;
            }
        }
        return to;
    }

    /** The host that an address leads to, hidden or not; the address's own where none is known. */
    InetAddress host(InetSocketAddress address) {
        for (Nat nat : all) {
            InetSocketAddress inside = nat.isOutside(address.getAddress()) ? nat.insideOf(address) : null;
            if (inside != null) {
                return inside.getAddress();
            }
        }
        return address.getAddress();
    }
}
