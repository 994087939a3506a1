// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A router that hides hosts behind one public address, and gives each of their ports another one there (RFC 4787).
 *
 * <p>What a hidden host sends comes from the public address. What is sent there reaches the host while the binding lives, whoever sends it;
 * what is sent to an unknown port, or to the hidden address from outside, gets lost. A datagram from inside makes a binding and keeps it alive; a
 * stream keeps its binding to its end.
 *
 * <p>Threads: any.
 */
public final class Nat {
    /** How long a binding lives without a datagram from inside, unless told otherwise (RFC 4787 §4.3). */
    public static final Duration USUAL_LIFE = Duration.ofMinutes(2);

    private static final int FIRST_PORT = 1_024;
    private static final int PORTS = 65_536 - FIRST_PORT;

    private final SimNetwork network;
    private final InetAddress outside;
    private final Set<InetAddress> insides;
    private final Random random;
    private final Map<InetSocketAddress, InetSocketAddress> outsideOf = new HashMap<>();
    private final Map<InetSocketAddress, InetSocketAddress> insideOf = new HashMap<>();
    private final Map<InetSocketAddress, Duration> lastUsed = new HashMap<>();
    private Duration life = USUAL_LIFE;

    Nat(SimNetwork network, InetAddress outside, Set<InetAddress> insides, Random random) {
        this.network = network;
        this.outside = outside;
        this.insides = insides;
        this.random = random;
    }

    /** Forgets a binding that long after the last datagram from inside. */
    public Nat forgetsAfter(Duration newLife) {
        synchronized (network) {
            life = newLife;
            return this;
        }
    }

    /** Forgets all bindings of datagrams at once, as a router that restarts: the next datagram comes from another port. */
    public Nat rebinds() {
        synchronized (network) {
            lastUsed.keySet().forEach(this::forget);
            lastUsed.clear();
            return this;
        }
    }

    /** What a hidden address looks like from outside now; null if it has no binding. */
    public @Nullable InetSocketAddress outsideOf(InetSocketAddress inside) {
        synchronized (network) {
            expire(inside);
            return outsideOf.get(inside);
        }
    }

    boolean hides(InetAddress host) {
        return insides.contains(host);
    }

    /** Where a datagram from inside comes from. */
    InetSocketAddress send(InetSocketAddress inside) {
        expire(inside);
        lastUsed.put(inside, network.time().elapsed());
        return bind(inside);
    }

    /** Where a stream from inside comes from. */
    InetSocketAddress connect(InetSocketAddress inside) {
        return bind(inside);
    }

    private InetSocketAddress bind(InetSocketAddress inside) {
        return outsideOf.computeIfAbsent(inside, hidden -> {
            InetSocketAddress free = freeAddress();
            insideOf.put(free, hidden);
            network.trace().name(free, network.trace().nameOf(hidden));
            return free;
        });
    }

    private InetSocketAddress freeAddress() {
        if (insideOf.size() >= PORTS / 2) {
            throw new IllegalStateException("too many bindings, expected: ≤ " + PORTS / 2);
        }
        InetSocketAddress candidate;
        do {
            candidate = new InetSocketAddress(outside, FIRST_PORT + random.nextInt(PORTS));
        } while (insideOf.containsKey(candidate));
        return candidate;
    }

    /** Who is behind an outside address now; null if nobody is. */
    @Nullable InetSocketAddress insideOf(InetSocketAddress seen) {
        InetSocketAddress inside = insideOf.get(seen);
        if (inside != null) {
            expire(inside);
        }
        return insideOf.get(seen);
    }

    private void expire(InetSocketAddress inside) {
        Duration used = lastUsed.get(inside);
        if (used != null && network.time().elapsed().minus(used).compareTo(life) > 0) {
            lastUsed.remove(inside);
            forget(inside);
        }
    }

    private void forget(InetSocketAddress inside) {
        InetSocketAddress seen = outsideOf.remove(inside);
        if (seen != null) {
            insideOf.remove(seen);
        }
    }

    boolean isOutside(InetAddress address) {
        return outside.equals(address);
    }
}
