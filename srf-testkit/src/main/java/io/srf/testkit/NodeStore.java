// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

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
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link SimStore} as one node sees it. May be used by any thread. */
final class NodeStore implements SessionStore {
    private final SimStore sim;
    private final String node;

    NodeStore(SimStore sim, String node) {
        this.sim = sim;
        this.node = node;
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        return write(id, stamp, store -> store.create(id, stamp, snapshot, lease));
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        if (sim.losesWrites()) {
            return sim.lost(id, expected, snapshot, lease);
        }
        return write(id, expected, store -> store.update(id, expected, snapshot, lease));
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        return write(id, null, store -> store.takeOver(id, claim));
    }

    @Override
    public Map<String, StoreResult> takeOverAll(Collection<String> ids, Claim claim) {
        StoreCopy copy = reached();
        Map<String, StoreResult> results = copy.store().takeOverAll(ids, claim);
        results.forEach((id, result) -> wrote(copy, id, null, result));
        checkAnswer();
        return results;
    }

    @Override
    public StoreResult delete(String id, Stamp held) {
        return write(id, held, store -> store.delete(id, held));
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        return reached().store().renew(owner, ids, lease);
    }

    @Override
    public @Nullable SessionRecord find(String id) {
        return reached().store().find(id);
    }

    @Override
    public List<SessionRecord> findByKey(String key) {
        return reached().store().findByKey(key);
    }

    @Override
    public IdPage orphans(String from, int limit) {
        return reached().store().orphans(from, limit);
    }

    @Override
    public void close() {}

    private StoreResult write(String id, @Nullable Stamp writer, Function<SessionStore, StoreResult> write) {
        StoreCopy copy = reached();
        StoreResult result = write.apply(copy.store());
        wrote(copy, id, writer, result);
        checkAnswer();
        return result;
    }

    private void wrote(StoreCopy copy, String id, @Nullable Stamp writer, StoreResult result) {
        copy.wrote(id, writer, result);
        sim.countWrite();
    }

    private void checkAnswer() {
        if (sim.losesAnswers()) {
            throw new SessionStoreException("the answer was lost");
        }
    }

    private StoreCopy reached() {
        sim.awaitAnswer();
        return sim.copyOf(node);
    }
}
