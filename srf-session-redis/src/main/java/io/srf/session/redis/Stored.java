// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.session.SessionRecord;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in Redis.
 *
 * @param entries the version at which each of its keys got its entry
 */
record Stored(SessionRecord record, Map<String, String> entries) {
    /** Fields that begin so are keys of the record. */
    static final String KEY_FIELD = "key:";

    /**
     * Reads the fields of a record.
     *
     * @param hash names and values in turns
     * @return null if there is no record, or if it was deleted
     * @throws SessionStoreException if it is no record
     */
    static @Nullable Stored read(String id, String name, List<Object> hash) {
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i + 1 < hash.size(); i += 2) {
            fields.put(text((byte[]) hash.get(i)), (byte[]) hash.get(i + 1));
        }
        if (fields.isEmpty() || fields.containsKey("deleted")) {
            return null;
        }
        try {
            return read(id, fields);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SessionStoreException("the record " + name + " in Redis is corrupt: " + e.getMessage(), e);
        }
    }

    /** Reads the answer of {@link Script#FIND}. */
    static @Nullable Stored read(String id, String name, Answer answer) {
        if (answer.corrupt()) {
            throw Failures.corrupt(name, answer);
        }
        return read(id, name, answer.list());
    }

    private static Stored read(String id, Map<String, byte[]> fields) {
        Map<String, String> entries = new HashMap<>();
        fields.forEach((field, value) -> {
            if (field.startsWith(KEY_FIELD)) {
                entries.put(keyOf(field), text(value));
            }
        });
        Stamp stamp = new Stamp(number(fields, "version"), number(fields, "fence"), text(field(fields, "owner")));
        Snapshot snapshot =
                new Snapshot(entries.keySet(), Math.toIntExact(number(fields, "format")), field(fields, "value"));
        Instant leaseUntil = Instant.ofEpochMilli(number(fields, "leaseUntil"));
        return new Stored(new SessionRecord(id, stamp, leaseUntil, snapshot), Map.copyOf(entries));
    }

    /** Names of fields, in keys' stead, become keys. */
    static Map<String, String> keys(Map<String, String> fields) {
        Map<String, String> keys = new HashMap<>();
        fields.forEach((field, version) -> keys.put(keyOf(field), version));
        return keys;
    }

    private static String keyOf(String field) {
        return field.substring(KEY_FIELD.length());
    }

    private static long number(Map<String, byte[]> fields, String name) {
        String text = text(field(fields, name));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected: a number in field " + name + ", not " + text, e);
        }
    }

    private static byte[] field(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no field " + name);
        }
        return value;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
