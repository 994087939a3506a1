// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.transport.Subnet;
import io.srf.time.Timers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is not heard: networks that were given, and sources that the engine found. Their datagrams are dropped unread, their connections closed.
 *
 * <p>Any thread may call. To ask takes no lock and keeps no memory; changes are rare and copy.
 */
public final class Blocklist {
    /** How many networks may be given. */
    public static final int MAX_GIVEN = 1_024;
    /** How many sources that were found are remembered; beyond it the one whose time ends first is heard again. */
    public static final int MAX_FOUND = SourceTable.SOURCES;

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Timers clock;
    private final long origin;
    private final SourceTable found = new SourceTable(MAX_FOUND);
    private volatile boolean anyFound;
    private volatile Given given = Given.of(Map.of());

    /** Networks with the times until which they are blocked, and the first of these. */
    private record Given(Map<Subnet, Long> until, AddressRanges ranges, long firstEnd) {
        static Given of(Map<Subnet, Long> until) {
            long first = until.values().stream().min(Long::compare).orElse(FOR_EVER);
            return new Given(Map.copyOf(until), new AddressRanges(until.keySet()), first);
        }
    }

    Blocklist(Timers clock) {
        this.clock = clock;
        this.origin = clock.nanoTime() - 1;
    }

    private long now() {
        return clock.nanoTime() - origin;
    }

    /**
     * Blocks a network.
     *
     * @param time how long; null for ever. A network that is blocked already is blocked until then
     * @throws IllegalStateException if there are {@link #MAX_GIVEN} networks already
     * @throws IllegalArgumentException if the time is not positive
     */
    public synchronized void block(Subnet network, @Nullable Duration time) {
        if (time != null && (time.isNegative() || time.isZero())) {
            throw new IllegalArgumentException("blocked for " + time + ", expected: > 0");
        }
        Map<Subnet, Long> until = unexpired();
        if (until.size() >= MAX_GIVEN && !until.containsKey(network)) {
            throw new IllegalStateException("too many networks in the blocklist, expected: ≤ " + MAX_GIVEN);
        }
        until.put(network, time == null ? FOR_EVER : now() + time.toNanos());
        given = Given.of(until);
    }

    /** Hears a network again: one that was given, and all sources that were found in it. Answers whether there was anything. */
    public synchronized boolean unblock(Subnet network) {
        Map<Subnet, Long> until = unexpired();
        boolean was = until.remove(network) != null;
        given = Given.of(until);
        return forgive(source -> source.contains(network.base()) || network.contains(source.base())) || was;
    }

    /** Hears sources again that were found. Answers whether there were any. */
    synchronized boolean forgive(Predicate<Subnet> which) {
        List<Long> sources = new ArrayList<>();
        found.forEach(source -> {
            if (which.test(Sources.network(source))) {
                sources.add(source);
            }
        });
        sources.forEach(found::remove);
        return !sources.isEmpty();
    }

    /**
     * Blocks these networks for ever, and hears all others again that were given for ever; those with an end, and sources that were found, stay.
     *
     * @throws IllegalStateException if there would be more than {@link #MAX_GIVEN}; then nothing changes
     */
    public synchronized void blockForEver(Collection<Subnet> networks) {
        Map<Subnet, Long> until = unexpired();
        until.values().removeIf(end -> end == FOR_EVER);
        networks.forEach(network -> until.put(network, FOR_EVER));
        if (until.size() > MAX_GIVEN) {
            throw new IllegalStateException(
                    until.size() + " networks for the blocklist, expected: at most " + MAX_GIVEN);
        }
        given = Given.of(until);
    }

    /** All that is blocked now; those that were given first. */
    public List<Block> list() {
        long now = now();
        List<Block> all = new ArrayList<>();
        given.until.forEach((network, until) -> {
            if (until > now) {
                all.add(new Block(network, until == FOR_EVER ? null : Duration.ofNanos(until - now), false));
            }
        });
        found.forEach(source -> {
            long left = found.get(source) - now;
            if (left > 0) {
                all.add(new Block(Sources.network(source), Duration.ofNanos(left), true));
            }
        });
        return all;
    }

    /** Blocks the source of this address, as the engine found it to be bad. */
    void found(InetAddress address, Duration time) {
        found.put(Sources.of(address), now() + time.toNanos());
        anyFound = true;
    }

    /** Whether this address is not heard. */
    boolean contains(InetAddress address) {
        return isGiven(address) || isFound(address);
    }

    /** Whether its source was found. */
    boolean isFound(InetAddress address) {
        return anyFound && found.get(Sources.of(address)) > now();
    }

    /** Whether it is in a network that was given. */
    boolean isGiven(InetAddress address) {
        Given networks = given;
        return networks.ranges.contains(address) && (now() < networks.firstEnd || isGivenStill(address));
    }

    private synchronized boolean isGivenStill(InetAddress address) {
        given = Given.of(unexpired());
        return given.ranges.contains(address);
    }

    private Map<Subnet, Long> unexpired() {
        long now = now();
        Map<Subnet, Long> kept = new LinkedHashMap<>(given.until);
        kept.values().removeIf(until -> until <= now);
        return kept;
    }
}
