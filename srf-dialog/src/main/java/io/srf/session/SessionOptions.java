// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.time.Duration;

/**
 * How sessions are kept.
 *
 * @param lease how long a node holds a call after it last said so; after that a survivor may take it over
 * @param storeTimeout how long one call to the store may take before its thread is interrupted
 * @param saveTimeout how long {@link Session#save} waits
 * @param maxEnded calls that are over and whose records wait to be removed, while the store is slow or down; records beyond it are left to
 *     expire
 * @param writers calls to the store at once, at most
 */
public record SessionOptions(Duration lease, Duration storeTimeout, Duration saveTimeout, int maxEnded, int writers) {
    /** A lease of 30 s, 5 s for the store, 100,000 ended calls, 16 writers. */
    public static final SessionOptions DEFAULT =
            new SessionOptions(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(5), 100_000, 16);

    /** Checks that all are positive. */
    public SessionOptions {
        if (!lease.isPositive() || !storeTimeout.isPositive() || !saveTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "expected: times longer than zero, not " + lease + ", " + storeTimeout + ", " + saveTimeout);
        }
        if (maxEnded < 1 || writers < 1) {
            throw new IllegalArgumentException("expected: numbers of 1 or more, not " + maxEnded + ", " + writers);
        }
    }

    /** The same with another lease. */
    public SessionOptions withLease(Duration newLease) {
        return new SessionOptions(newLease, storeTimeout, saveTimeout, maxEnded, writers);
    }

    /** The same with other time limits for the store and for {@link Session#save}. */
    public SessionOptions withTimeouts(Duration newStoreTimeout, Duration newSaveTimeout) {
        return new SessionOptions(lease, newStoreTimeout, newSaveTimeout, maxEnded, writers);
    }

    /** The same with another bound on ended calls. */
    public SessionOptions withMaxEnded(int newMaxEnded) {
        return new SessionOptions(lease, storeTimeout, saveTimeout, newMaxEnded, writers);
    }

    /** The same with another number of writers. */
    public SessionOptions withWriters(int newWriters) {
        return new SessionOptions(lease, storeTimeout, saveTimeout, maxEnded, newWriters);
    }
}
