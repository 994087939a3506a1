// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.util.Arrays;
import java.util.Set;

/**
 * What is kept of a call: one document, and the keys it can be found by.
 *
 * <p>The constructor checks the bounds of {@link StoreLimits}, so a store need not. The bytes are not copied: who makes a snapshot, and who
 * reads one, does not change them.
 *
 * @param keys ids the record can be found by besides its own: dialog ids, Call-IDs, an application's keys; several records may share one
 * @param format what a reader must know to read the value; see {@link SnapshotFormat}
 * @param value a JSON document in UTF-8; a store does not look into it
 */
public record Snapshot(Set<String> keys, int format, byte[] value) {
    /** Checks the bounds. */
    public Snapshot {
        keys = Set.copyOf(keys);
        StoreLimits.checkKeys(keys);
        StoreLimits.checkValue(value);
        if (format < 1) {
            throw new IllegalArgumentException("a snapshot format is 1 or more, not " + format);
        }
    }

    /** Whether keys, format and every byte are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot that
                && format == that.format
                && keys.equals(that.keys)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * keys.hashCode() + format) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Snapshot[keys=" + keys + ", format=" + format + ", " + value.length + " bytes]";
    }
}
