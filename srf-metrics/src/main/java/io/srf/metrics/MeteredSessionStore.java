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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session store whose operations are timed, and whose takeovers are counted. Closing it closes the store. */
public final class MeteredSessionStore implements SessionStore {
    /** The operations that are timed. */
    private enum Operation {
        CREATE,
        UPDATE,
        TAKE_OVER,
        TAKE_OVER_ALL,
        DELETE,
        RENEW,
        FIND,
        FIND_BY_KEY,
        ORPHANS;

        private Timer timer(MeterRegistry registry, String outcome) {
            return Timer.builder("srf.session.store")
                    .description("Operations of the session store")
                    .tags("operation", name().toLowerCase(Locale.ROOT), "outcome", outcome)
                    .register(registry);
        }
    }

    private final SessionStore store;
    private final Map<Operation, Timer> succeeded = new EnumMap<>(Operation.class);
    private final Map<Operation, Timer> failed = new EnumMap<>(Operation.class);
    private final Counter taken;

    /** The same store with meters in this registry. */
    public MeteredSessionStore(SessionStore store, MeterRegistry registry) {
        this.store = store;
        for (Operation operation : Operation.values()) {
            succeeded.put(operation, operation.timer(registry, "success"));
            failed.put(operation, operation.timer(registry, "failure"));
        }
        this.taken = Counter.builder("srf.session.takeovers")
                .description("Records of calls that this node has taken over")
                .register(registry);
    }

    private <T extends @Nullable Object> T timed(Operation operation, Supplier<T> work) {
        long began = System.nanoTime();
        Map<Operation, Timer> outcome = failed;
        try {
            T result = work.get();
            outcome = succeeded;
            return result;
        } finally {
            Timer timer = outcome.get(operation);
            if (timer != null) {
                timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            }
        }
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        return timed(Operation.CREATE, () -> store.create(id, stamp, snapshot, lease));
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        return timed(Operation.UPDATE, () -> store.update(id, expected, snapshot, lease));
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        StoreResult result = timed(Operation.TAKE_OVER, () -> store.takeOver(id, claim));
        count(result);
        return result;
    }

    @Override
    public Map<String, StoreResult> takeOverAll(Collection<String> ids, Claim claim) {
        Map<String, StoreResult> results = timed(Operation.TAKE_OVER_ALL, () -> store.takeOverAll(ids, claim));
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
        return timed(Operation.DELETE, () -> store.delete(id, held));
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        return timed(Operation.RENEW, () -> store.renew(owner, ids, lease));
    }

    @Override
    public @Nullable SessionRecord find(String id) {
        return this.<@Nullable SessionRecord>timed(Operation.FIND, () -> store.find(id));
    }

    @Override
    public List<SessionRecord> findByKey(String key) {
        return timed(Operation.FIND_BY_KEY, () -> store.findByKey(key));
    }

    @Override
    public IdPage orphans(String from, int limit) {
        return timed(Operation.ORPHANS, () -> store.orphans(from, limit));
    }

    @Override
    public boolean outlivesProcess() {
        return store.outlivesProcess();
    }

    @Override
    public void close() {
        store.close();
    }
}
