// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionOptions;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import io.srf.time.Timers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Asks a store within the time limit: for the write that a {@link RecordMachine.State} wants, for renewals, and for the calls of others. */
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

    /** Whether a death of this process loses only what was not written yet. */
    boolean outlivesProcess() {
        return store.outlivesProcess();
    }

    StoreResult put(RecordMachine.State state, String id, Snapshot snapshot) {
        return switch (state) {
            case RecordMachine.State.Creating creating ->
                ask(() -> store.create(id, creating.stamp(), snapshot, lease));
            case RecordMachine.State.Updating updating ->
                ask(() -> store.update(id, updating.stamp(), snapshot, lease));
            default -> throw new IllegalArgumentException("no write of a document: " + state);
        };
    }

    StoreResult delete(Stamp held, String id) {
        return ask(() -> store.delete(id, held));
    }

    /** Returns the ids of those that this node does not own. */
    Set<String> renew(String node, Collection<String> ids) {
        return look(() -> store.renew(node, ids, lease));
    }

    /** Ends this node's leases, so that others may take the calls at once. */
    void giveUp(String node, Collection<String> ids) {
        look(() -> store.renew(node, ids, Duration.ZERO));
    }

    StoreResult takeOver(String id, Claim claim) {
        return look(() -> store.takeOver(id, claim));
    }

    /** See {@link SessionStore#takeOverAll}. */
    Map<String, StoreResult> takeOverAll(Collection<String> ids, Claim claim) {
        return look(() -> store.takeOverAll(ids, claim));
    }

    /** The records with this key, whosever they are. */
    List<SessionRecord> findByKey(String key) {
        return look(() -> store.findByKey(key));
    }

    /** See {@link SessionStore#orphans}. */
    IdPage orphans(String from, int limit) {
        return look(() -> store.orphans(from, limit));
    }

    /** Asks what no writer asks, who would notice himself that the store fails. */
    private <T> T look(Supplier<T> question) {
        try {
            return ask(question);
        } catch (RuntimeException e) {
            counters.failures.increment();
            health.noticed(e);
            throw e;
        }
    }

    private <T> T ask(Supplier<T> question) {
        T answer = limit.call(question);
        counters.writes.increment();
        health.answered();
        return answer;
    }
}
