// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts connections or handshakes, in total and per address of the peer, and says when there are too many. Any thread may use it.
 */
final class Census {
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final int max;
    private final int maxPerAddress;

    Census(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Counts one more, unless that would be too many; who was counted must {@link #leave}. */
    boolean enter(InetAddress peer) {
        if (total.incrementAndGet() > max) {
            total.decrementAndGet();
            return false;
        }
        if (perAddress.merge(peer, 1, Integer::sum) > maxPerAddress) {
            leave(peer);
            return false;
        }
        return true;
    }

    void leave(InetAddress peer) {
        perAddress.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
        total.decrementAndGet();
    }

    int total() {
        return total.get();
    }
}
