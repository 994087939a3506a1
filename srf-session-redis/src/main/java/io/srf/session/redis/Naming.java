// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What things are called in Redis.
 *
 * @param prefix of all keys
 */
record Naming(String prefix) {
    /** Parts of the index of leases. All nodes must agree on it. */
    static final int INDEX_PARTS = 16;

    /** A record; the id is its hash tag. */
    String record(String id) {
        return prefix + "call:{" + id + "}";
    }

    /** The ids of the records that have a key. */
    String entry(String key) {
        return prefix + "key:" + key;
    }

    /** The part of the index that an id belongs to. */
    String index(String id) {
        return part(Math.floorMod(id.hashCode(), INDEX_PARTS));
    }

    String part(int number) {
        return prefix + "leases:" + number;
    }

    /** All parts of the index from this one on. */
    Stream<String> partsFrom(int number) {
        return IntStream.range(number, INDEX_PARTS).mapToObj(this::part);
    }
}
