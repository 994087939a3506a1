// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which nonces were answered, and how often, so that an answer is good for one request (RFC 7616 §3.4, §5.5). Counts may come out of order,
 * as datagrams do, but not further apart than {@link #WINDOW}.
 *
 * <p>The memory is bounded: what is forgotten before its time makes all nonces that were issued no later unusable. May be used by any thread.
 */
final class NonceCounts {
    /** How many nonces are remembered. */
    static final int MAX_NONCES = 100_000;

    /** How far behind the highest count of its nonce another may come. */
    static final int WINDOW = Long.SIZE;

    private final int max;
    private final Duration lifetime;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private Instant forgotten = Instant.MIN;

    /**
     * One nonce's counts.
     *
     * @param highest of them
     * @param window bit n is set if {@code highest - n} was used
     */
    private record Seen(Instant issued, int highest, long window) {
        boolean has(int count) {
            int behind = highest - count;
            return behind >= WINDOW || (window >>> behind & 1) != 0;
        }

        Seen with(int count) {
            if (count <= highest) {
                return new Seen(issued, highest, window | 1L << (highest - count));
            }
            int ahead = count - highest;
            return new Seen(issued, count, (ahead >= WINDOW ? 0 : window << ahead) | 1);
        }
    }

    /** Remembers nonces for as long as they can be used. */
    NonceCounts(int max, Duration lifetime) {
        this.max = max;
        this.lifetime = lifetime;
    }

    /**
     * Uses a nonce.
     *
     * @param issued when it was
     * @param count how often it was answered, as the client says; 0 if it does not, which is good for once
     * @return whether it was not used so before
     */
    synchronized boolean use(String nonce, Instant issued, int count, Instant now) {
        Seen known = seen.get(nonce);
        if (known == null) {
            if (!issued.isAfter(forgotten)) {
                return false;
            }
            seen.put(nonce, new Seen(issued, count, 1));
            forget(now);
            return true;
        }
        if (count == 0 || known.highest == 0 || known.has(count)) {
            return false;
        }
        seen.put(nonce, known.with(count));
        return true;
    }

    private void forget(Instant now) {
        Instant expired = now.minus(lifetime).minus(Nonces.MAX_SKEW);
        Iterator<Seen> oldest = seen.values().iterator();
        while (oldest.hasNext()) {
            Seen first = oldest.next();
            boolean over = first.issued.isBefore(expired);
            if (!over && seen.size() <= max) {
                return;
            }
            oldest.remove();
            if (!over && first.issued.isAfter(forgotten)) {
                forgotten = first.issued;
            }
        }
    }

    synchronized int size() {
        return seen.size();
    }
}
