// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has answered wrongly of late, so that passwords cannot be guessed as fast as the network allows. Counted for each pair of source and user, so that
 * nobody can lock somebody else out.
 *
 * <p>The memory is bounded: the pair that began longest ago is forgotten first. May be used by any thread.
 */
final class WrongAnswers {
    /** How many pairs are remembered. */
    static final int MAX_PAIRS = 10_000;

    /** How many wrong answers are allowed within {@link #INTERVAL}. */
    static final int LIMIT = 5;

    /** After this time a pair may begin anew. */
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Map<Pair, Count> counts = new LinkedHashMap<>();

    /** Who answers. */
    record Pair(String source, String user) {}

    private record Count(Instant since, int wrong) {
        boolean isOver(Instant now) {
            return Duration.between(since, now).compareTo(INTERVAL) >= 0;
        }
    }

    /** Whether it has been too many. */
    synchronized boolean isTooMany(Pair pair, Instant now) {
        Count count = counts.get(pair);
        return count != null && !count.isOver(now) && count.wrong >= LIMIT;
    }

    /** One more. */
    synchronized void add(Pair pair, Instant now) {
        Count before = counts.get(pair);
        if (before != null && !before.isOver(now)) {
            counts.put(pair, new Count(before.since, before.wrong + 1));
            return;
        }
        counts.remove(pair);
        counts.put(pair, new Count(now, 1));
        if (counts.size() > MAX_PAIRS) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    /** A right answer. */
    synchronized void clear(Pair pair) {
        counts.remove(pair);
    }
}
