// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/**
 * A number for each of many sources, in a memory that never grows.
 *
 * <p>A source has {@value #WAYS} places that it may stand in, which nobody can foresee. Where all are taken, the one with the least number gives way; so the
 * number should be a time at which it may be forgotten. Any thread may use it, without a lock; two that write at once may lose one of the two.
 */
final class SourceTable {
    /** How many sources are remembered unless told otherwise. */
    static final int SOURCES = 16_384;

    private static final int WAYS = 8;

    private final long seed = ThreadLocalRandom.current().nextLong() | 1;
    private final AtomicLongArray sources;
    private final AtomicLongArray numbers;
    private final int groups;

    /** Remembers so many sources, rounded up to a power of two. */
    SourceTable(int size) {
        groups = Math.max(1, Integer.highestOneBit(Math.max(1, (size - 1) / WAYS)) << 1);
        sources = new AtomicLongArray(groups * WAYS);
        numbers = new AtomicLongArray(groups * WAYS);
    }

    /** The number of a source; 0 if it has none. */
    long get(long source) {
        int first = group(source);
        for (int i = first; i < first + WAYS; i++) {
            if (sources.get(i) == source) {
                return numbers.get(i);
            }
        }
        return 0;
    }

    /** Remembers a number above 0. */
    void put(long source, long number) {
        int place = place(source);
        if (sources.get(place) != source) {
            numbers.set(place, 0);
            sources.set(place, source);
        }
        numbers.set(place, number);
    }

    /** Forgets a source. */
    void remove(long source) {
        int place = place(source);
        if (sources.get(place) == source) {
            numbers.set(place, 0);
            sources.set(place, 0);
        }
    }

    /** Shows every source. */
    void forEach(LongConsumer each) {
        for (int i = 0; i < sources.length(); i++) {
            long source = sources.get(i);
            if (source != 0) {
                each.accept(source);
            }
        }
    }

    /** Where a source stands, or else may stand. */
    private int place(long source) {
        int first = group(source);
        int least = first;
        for (int i = first; i < first + WAYS; i++) {
            if (sources.get(i) == source) {
                return i;
            }
            if (numbers.get(i) < numbers.get(least)) {
                least = i;
            }
        }
        return least;
    }

    private int group(long source) {
        long mixed = (source ^ seed) * 0x9E3779B97F4A7C15L;
        return ((int) (mixed ^ mixed >>> Integer.SIZE) & (groups - 1)) * WAYS;
    }
}
