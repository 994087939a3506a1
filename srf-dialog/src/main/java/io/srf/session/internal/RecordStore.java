// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.SessionOptions;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import io.srf.time.Timers;
import java.time.Duration;

/** Performs on a store the write that a {@link RecordMachine.State} asks for, within the time limit. */
final class RecordStore {
    private final SessionStore store;
    private final Duration lease;
    private final TimeLimit limit;
    private final KeeperCounters counters;
    private final StoreHealth health;

    RecordStore(SessionStore store, SessionOptions options, Timers timers, KeeperCounters counters) {
        this.store = store;
        this.lease = options.lease();
        this.limit = new TimeLimit(timers, options.storeTimeout().toMillis(), counters.timeouts::increment);
        this.counters = counters;
        this.health = new StoreHealth(timers);
    }

    StoreHealth health() {
        return health;
    }

    StoreResult put(RecordMachine.State state, String id, Snapshot snapshot) {
        return switch (state) {
            case RecordMachine.State.Creating creating ->
                answered(limit.call(() -> store.create(id, creating.stamp(), snapshot, lease)));
            case RecordMachine.State.Updating updating ->
                answered(limit.call(() -> store.update(id, updating.stamp(), snapshot, lease)));
            default -> throw new IllegalArgumentException("no write of a document: " + state);
        };
    }

    StoreResult delete(Stamp held, String id) {
        return answered(limit.call(() -> store.delete(id, held)));
    }

    private StoreResult answered(StoreResult result) {
        counters.writes.increment();
        health.answered();
        return result;
    }
}
