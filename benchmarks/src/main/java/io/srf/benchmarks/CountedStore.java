// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what goes to a store, and can cut the way to it. */
final class CountedStore implements SessionStore {
    private final SessionStore store;
    private final LongAdder creates = new LongAdder();
    private final LongAdder updates = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private volatile boolean cut;

    CountedStore(SessionStore store) {
        this.store = store;
    }

    /** Creates, updates and deletes so far, and bytes of the documents that were written. */
    record Counts(long creates, long updates, long deletes, long bytes) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts minus(Counts earlier) {
            return new Counts(
                    creates - earlier.creates,
                    updates - earlier.updates,
                    deletes - earlier.deletes,
                    bytes - earlier.bytes);
        }
    }

    Counts counts() {
        return new Counts(creates.sum(), updates.sum(), deletes.sum(), bytes.sum());
    }

    /** From now on nothing comes through, as if the network to the store were down. */
    void cut() {
        cut = true;
    }

    private SessionStore reached() {
        if (cut) {
            throw new SessionStoreException("the way to the store is cut");
        }
        return store;
    }

    @Override
    public boolean outlivesProcess() {
        return store.outlivesProcess();
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        creates.increment();
        bytes.add(snapshot.value().length);
        return reached().create(id, stamp, snapshot, lease);
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        updates.increment();
        bytes.add(snapshot.value().length);
        return reached().update(id, expected, snapshot, lease);
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        return reached().takeOver(id, claim);
    }

    @Override
    public StoreResult delete(String id, Stamp held) {
        deletes.increment();
        return reached().delete(id, held);
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        return reached().renew(owner, ids, lease);
    }

    @Override
    public @Nullable SessionRecord find(String id) {
        return reached().find(id);
    }

    @Override
    public List<SessionRecord> findByKey(String key) {
        return reached().findByKey(key);
    }

    @Override
    public IdPage orphans(String from, int limit) {
        return reached().orphans(from, limit);
    }

    @Override
    public void close() {
        store.close();
    }
}
