// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.time.Duration;
import java.util.Set;

/** The bounds that every {@link SessionStore} must be able to hold. The records check them, so a store receives nothing larger. */
public final class StoreLimits {
    /** Characters of a session id. */
    public static final int MAX_ID_LENGTH = 64;

    /** Characters of a node id. */
    public static final int MAX_OWNER_LENGTH = 128;

    /** Keys of one record. */
    public static final int MAX_KEYS = 64;

    /** Characters of one key. */
    public static final int MAX_KEY_LENGTH = 256;

    /** Bytes of one document: a few SIP bodies of the largest size, and a session's data. */
    public static final int MAX_VALUE_BYTES = 1024 * 1024;

    /** Records that {@link SessionStore#findByKey} returns for one key, at most. */
    public static final int MAX_RECORDS_PER_KEY = 16;

    /** Ids of one {@link SessionStore#renew}, of one {@link SessionStore#takeOverAll} and of one {@link SessionStore#orphans} page. */
    public static final int MAX_BATCH = 1000;

    private StoreLimits() {}

    /** Refuses an id that is empty or too long. */
    public static void checkId(String id) {
        checkLength("session id", id, MAX_ID_LENGTH);
    }

    /** Refuses a node id that is empty or too long. */
    public static void checkOwner(String owner) {
        checkLength("node id", owner, MAX_OWNER_LENGTH);
    }

    /** Refuses a lease that is not longer than zero. */
    public static void checkLease(Duration lease) {
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("a lease is longer than zero, not " + lease);
        }
    }

    /** Refuses a batch or page size outside of 1 to {@link #MAX_BATCH}. */
    public static void checkBatch(int size) {
        if (size < 1 || size > MAX_BATCH) {
            throw new IllegalArgumentException("expected: 1 to " + MAX_BATCH + " ids at once, not " + size);
        }
    }

    static void checkKeys(Set<String> keys) {
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException(keys.size() + " keys; expected: at most " + MAX_KEYS);
        }
        for (String key : keys) {
            checkLength("key", key, MAX_KEY_LENGTH);
        }
    }

    static void checkValue(byte[] value) {
        if (value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "a document of " + value.length + " bytes; expected: at most " + MAX_VALUE_BYTES);
        }
    }

    private static void checkLength(String what, String text, int max) {
        if (text.isEmpty() || text.length() > max) {
            throw new IllegalArgumentException(
                    what + " of " + text.length() + " characters; expected: 1 to " + max + " characters");
        }
    }
}
