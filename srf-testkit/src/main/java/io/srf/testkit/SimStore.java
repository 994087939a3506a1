// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import io.srf.session.memory.MemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session store of a {@link SimCluster}: a {@link MemorySessionStore} that fails, is slow, or forgets when a test says so, and that keeps account
 * of who has written what. May be used by any thread.
 */
public final class SimStore implements SessionStore {
    private final MemorySessionStore whole;
    private final VirtualTime time;
    private final Map<String, SessionRecord> records = new LinkedHashMap<>();
    private final Map<String, Long> fences = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private boolean down;
    private boolean losesAnswers;
    private boolean frozen;
    private Duration delay = Duration.ZERO;
    private int writes;

    SimStore(VirtualTime time) {
        this.time = time;
        this.whole = new MemorySessionStore(
                MemorySessionStore.DEFAULT_RETENTION, MemorySessionStore.DEFAULT_MAX_RECORDS, time::nanoTime);
    }

    /** From now on it fails, or does not. */
    public synchronized void fails(boolean fails) {
        down = fails;
    }

    /** From now on writes are done, and then fail, or do not. */
    public synchronized void losesAnswers(boolean loses) {
        losesAnswers = loses;
    }

    /** From now on writes seem to be done, and are not: as if a failover lost them. */
    public synchronized void losesWrites(boolean loses) {
        frozen = loses;
    }

    /** From now on each answer takes this long. */
    public synchronized void takes(Duration newDelay) {
        delay = newDelay;
    }

    /** Writes that were answered. */
    public synchronized int writes() {
        return writes;
    }

    /** The records there are. */
    public synchronized List<SessionRecord> records() {
        return List.copyOf(records.values());
    }

    /** Writes that no correct node makes: such as one by somebody whose fence is not the highest. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Forgets a record, as if it had expired. */
    public void forgets(SessionRecord record) {
        whole.delete(record.id(), record.stamp());
        note(record.id(), new StoreResult.Absent());
    }

    /** Changes each record's document, and says that it has this format. */
    public void spoils(int format, UnaryOperator<String> change) {
        for (SessionRecord record : records()) {
            String document = change.apply(new String(record.snapshot().value(), UTF_8));
            Snapshot spoilt = new Snapshot(record.snapshot().keys(), format, document.getBytes(UTF_8));
            note(record.id(), whole.update(record.id(), record.stamp(), spoilt, Duration.ofSeconds(30)));
        }
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        return write(id, stamp, () -> whole.create(id, stamp, snapshot, lease));
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        if (isFrozen()) {
            return new StoreResult.Written(
                    new SessionRecord(id, expected.next(), time.now().plus(lease), snapshot));
        }
        return write(id, expected, () -> whole.update(id, expected, snapshot, lease));
    }

    private synchronized boolean isFrozen() {
        return frozen;
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        return write(id, null, () -> whole.takeOver(id, claim));
    }

    @Override
    public StoreResult delete(String id, Stamp held) {
        return write(id, held, () -> whole.delete(id, held));
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        return answer(() -> whole.renew(owner, ids, lease));
    }

    @Override
    public @Nullable SessionRecord find(String id) {
        before();
        return whole.find(id);
    }

    @Override
    public List<SessionRecord> findByKey(String key) {
        return answer(() -> whole.findByKey(key));
    }

    @Override
    public IdPage orphans(String from, int limit) {
        return answer(() -> whole.orphans(from, limit));
    }

    @Override
    public void close() {}

    private StoreResult write(String id, @Nullable Stamp writer, Supplier<StoreResult> write) {
        before();
        StoreResult result = write.get();
        check(id, writer, result);
        note(id, result);
        if (losing()) {
            throw new SessionStoreException("the answer was lost");
        }
        return result;
    }

    private synchronized boolean losing() {
        return losesAnswers;
    }

    private <T> T answer(Supplier<T> question) {
        before();
        return question.get();
    }

    private void before() {
        Duration wait;
        synchronized (this) {
            wait = delay;
        }
        if (!wait.isZero()) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            time.schedule(wait, () -> over.complete(null));
            try {
                over.get();
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                throw new SessionStoreException("interrupted", e);
            }
        }
        synchronized (this) {
            if (down) {
                throw new SessionStoreException("the store is down");
            }
        }
    }

    /** A write under a fence lower than the highest must have been refused. */
    private synchronized void check(String id, @Nullable Stamp writer, StoreResult result) {
        long highest = fences.getOrDefault(id, 0L);
        if (writer != null && writer.fence() < highest && result instanceof StoreResult.Written) {
            faults.add(id + " was written under fence " + writer.fence() + " after " + highest);
        }
        if (result instanceof StoreResult.Written written) {
            long fence = written.record().stamp().fence();
            if (fence < highest) {
                faults.add(id + " went back from fence " + highest + " to " + fence);
            }
            fences.put(id, Math.max(highest, fence));
        }
    }

    private synchronized void note(String id, StoreResult result) {
        writes++;
        switch (result) {
            case StoreResult.Written written -> records.put(id, written.record());
            case StoreResult.Deleted deleted -> records.remove(id);
            case StoreResult.Absent absent -> records.remove(id);
            case StoreResult.Refused refused -> {}
        }
    }
}
