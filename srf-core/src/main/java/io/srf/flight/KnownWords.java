// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives a number to each state, timer and machine, which come again in every call.
 *
 * <p>Any thread may use it, without a lock. A number is for ever, so there are only so many: a word that comes when all places near its own are taken gets
 * none.
 */
final class KnownWords {
    /** The number of a word that has none. */
    static final int NONE = -1;
    /** How many bits a number has. */
    static final int BITS = 10;
    /** How many places from its own on a word can have. */
    private static final int NEAR = 8;

    private static final int MASK = (1 << BITS) - 1;

    private final AtomicReferenceArray<@Nullable Object> places = new AtomicReferenceArray<>(MASK + 1);

    /** The number of a constant, or of what a record is called. */
    int number(Object thing) {
        Object word = thing instanceof Record ? Words.of(thing) : thing;
        int hash = word.hashCode();
        int place = hash ^ (hash >>> (Integer.SIZE / 2));
        for (int i = 0; i < NEAR; i++) {
            if (isAt((place + i) & MASK, word)) {
                return (place + i) & MASK;
            }
        }
        return NONE;
    }

    /** Whether the word has this place; it takes it if nobody has. */
    private boolean isAt(int place, Object word) {
        Object there = places.get(place);
        if (there == null) {
            there = places.compareAndExchange(place, null, word);
        }
        return there == null || there.equals(word);
    }

    /** The word with this number. */
    Object word(int number) {
        Object word = places.get(number & MASK);
        return word == null ? "?" : word;
    }
}
