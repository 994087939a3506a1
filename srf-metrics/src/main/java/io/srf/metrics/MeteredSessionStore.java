// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session store whose operations are timed, and whose takeovers are counted. Closing it closes the store. */
public final class MeteredSessionStore implements SessionStore {
    private static final String TIMER = "srf.session.store";

    private final SessionStore store;
    private final MeterRegistry registry;
    private final Counter taken;

    /** The same store with meters in this registry. */
    public MeteredSessionStore(SessionStore store, MeterRegistry registry) {
        this.store = store;
        this.registry = registry;
        this.taken = Counter.builder("srf.session.takeovers")
                .description("Records of calls that this node has taken over")
                .register(registry);
    }

    private <T extends @Nullable Object> T timed(String operation, Supplier<T> work) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failure";
        try {
            T result = work.get();
            outcome = "success";
            return result;
        } finally {
            sample.stop(Timer.builder(TIMER)
                    .description("Operations of the session store")
                    .tags("operation", operation, "outcome", outcome)
                    .register(registry));
        }
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        return timed("create", () -> store.create(id, stamp, snapshot, lease));
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        return timed("update", () -> store.update(id, expected, snapshot, lease));
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        StoreResult result = timed("take_over", () -> store.takeOver(id, claim));
        count(result);
        return result;
    }

    @Override
    public Map<String, StoreResult> takeOverAll(Collection<String> ids, Claim claim) {
        Map<String, StoreResult> results = timed("take_over_all", () -> store.takeOverAll(ids, claim));
        results.values().forEach(this::count);
        return results;
    }

    private void count(StoreResult result) {
        if (result instanceof StoreResult.Written) {
            taken.increment();
        }
    }

    @Override
    public StoreResult delete(String id, Stamp held) {
        return timed("delete", () -> store.delete(id, held));
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        return timed("renew", () -> store.renew(owner, ids, lease));
    }

    @Override
    public @Nullable SessionRecord find(String id) {
        return this.<@Nullable SessionRecord>timed("find", () -> store.find(id));
    }

    @Override
    public List<SessionRecord> findByKey(String key) {
        return timed("find_by_key", () -> store.findByKey(key));
    }

    @Override
    public IdPage orphans(String from, int limit) {
        return timed("orphans", () -> store.orphans(from, limit));
    }

    @Override
    public void close() {
        store.close();
    }
}
