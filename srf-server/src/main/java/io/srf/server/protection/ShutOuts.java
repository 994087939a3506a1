// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import java.time.Duration;

/**
 * Sources that are shut out for a while: at first for a minute, and each time for twice as long as the last time, up to an hour. Any thread may use it,
 * without a lock. Times are in nanoseconds, above 0; sources as {@link Sources} has them.
 */
final class ShutOuts {
    /** How long a source is shut out that was not before. */
    static final Duration SHORTEST = Duration.ofMinutes(1);
    /** It does not grow any more from here. */
    static final Duration LONGEST = Duration.ofHours(1);
    /** So long after its end a shut-out is forgotten, and the next one is short. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final SourceTable ends = new SourceTable(SourceTable.SOURCES);
    private final SourceTable lengths = new SourceTable(SourceTable.SOURCES);

    /** Whether this source is shut out now. */
    boolean has(long source, long now) {
        return ends.get(source) > now;
    }

    /** Shuts a source out, and returns for how long. */
    Duration add(long source, long now) {
        long last = ends.get(source) + FORGOTTEN_AFTER.toNanos() < now ? 0 : lengths.get(source);
        long length = Math.clamp(2 * last, SHORTEST.toNanos(), LONGEST.toNanos());
        ends.put(source, now + length);
        lengths.put(source, length);
        return Duration.ofNanos(length);
    }

    /** Forgets a source. */
    void forgive(long source) {
        ends.remove(source);
        lengths.remove(source);
    }
}
