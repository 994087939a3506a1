// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Knows what the texts that were read lately have come to: the same addresses stand in all messages of a call, and need not be read anew in each.
 *
 * <p>Any thread may use it, without a lock: each text has one place, where a newer one takes the room of an older one.
 *
 * @param <T> what texts come to; immutable
 */
final class Recent<T> {
    /** A power of two. */
    private static final int PLACES = 1_024;
    /** Longer texts are rare, and not kept. */
    private static final int MAX_LENGTH = 128;

    private final AtomicReferenceArray<Known<T>> places = new AtomicReferenceArray<>(PLACES);
    private final Function<String, T> reader;

    private record Known<T>(String text, T value) {}

    /** @param reader reads a text that is not known; what it throws is thrown, and not kept */
    Recent(Function<String, T> reader) {
        this.reader = reader;
    }

    /** What this text comes to. */
    T read(String text) {
        if (text.length() > MAX_LENGTH) {
            return reader.apply(text);
        }
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        Known<T> known = places.getPlain(place);
        if (known == null || !known.text.equals(text)) {
            known = new Known<>(text, reader.apply(text));
            places.setRelease(place, known);
        }
        return known.value;
    }
}
