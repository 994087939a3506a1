// SPDX-License-Identifier: Apache-2.0
package io.srf.session.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreLimits;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SessionStore} in the memory of this process. Nodes in one JVM can share it; it dies with the process.
 *
 * <p>When it is full it refuses new records with a {@link SessionStoreException}; those it has are safe.
 *
 * <p>Threads: any thread may call, and none waits longer than for another write of the same record. An entry and its place in the index change
 * together, under the entry's lock.
 */
public final class MemorySessionStore implements SessionStore {
    /** How long a record is kept that nobody writes or renews. */
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(24);

    /** How many records are kept at once. */
    public static final int DEFAULT_MAX_RECORDS = 1_000_000;

    private final int maxRecords;
    private final LongSupplier nanoTime;
    private final long beginNanos;
    private final Instant begin = Instant.now();
    private final KeyIndex index = new KeyIndex();
    private final Cache<String, Entry> entries;

    /**
     * An empty store.
     *
     * @param retention how long a record is kept that nobody writes or renews
     * @param maxRecords how many are kept at once
     * @param nanoTime the store's clock, which never goes back
     */
    public MemorySessionStore(Duration retention, int maxRecords, LongSupplier nanoTime) {
        if (!retention.isPositive() || maxRecords < 1) {
            throw new IllegalArgumentException(
                    "expected: a retention longer than zero and room for 1 record or more, not " + retention + " and "
                            + maxRecords);
        }
        this.maxRecords = maxRecords;
        this.nanoTime = nanoTime;
        this.beginNanos = nanoTime.getAsLong();
        this.entries = Caffeine.newBuilder()
                .expireAfterWrite(retention)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .evictionListener((@Nullable String id, @Nullable Entry entry, RemovalCause cause) -> forget(id, entry))
                .build();
    }

    /** An empty store on the real clock, with {@link #DEFAULT_RETENTION} and {@link #DEFAULT_MAX_RECORDS}. */
    public static MemorySessionStore create() {
        return new MemorySessionStore(DEFAULT_RETENTION, DEFAULT_MAX_RECORDS, System::nanoTime);
    }

    /** False: it dies with the process. Nodes that share it and are closed leave what they have written. */
    @Override
    public boolean outlivesProcess() {
        return false;
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        StoreLimits.checkLease(lease);
        checkRoom();
        SessionRecord fresh = new SessionRecord(id, stamp, now().plus(lease), snapshot);
        return write(id, entry -> Entry.create(entry, fresh));
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        StoreLimits.checkLease(lease);
        Instant leaseUntil = now().plus(lease);
        return write(id, entry -> Entry.update(entry, expected, snapshot, leaseUntil));
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        Instant time = now();
        return write(id, entry -> Entry.takeOver(entry, claim, time));
    }

    @Override
    public StoreResult delete(String id, Stamp held) {
        return write(id, entry -> Entry.delete(entry, held));
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        StoreLimits.checkBatch(ids.size());
        Instant leaseUntil = now().plus(lease);
        return ids.stream()
                .filter(id ->
                        !(write(id, entry -> Entry.renew(entry, owner, leaseUntil)) instanceof StoreResult.Written))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public @Nullable SessionRecord find(String id) {
        return entries.getIfPresent(id) instanceof Entry.Kept kept ? kept.record() : null;
    }

    @Override
    public List<SessionRecord> findByKey(String key) {
        return index.find(key).stream()
                .map(this::find)
                .filter(record -> record != null && record.snapshot().keys().contains(key))
                .limit(StoreLimits.MAX_RECORDS_PER_KEY)
                .toList();
    }

    @Override
    public IdPage orphans(String from, int limit) {
        StoreLimits.checkBatch(limit);
        Instant time = now();
        List<String> ids = entries.asMap().values().stream()
                .filter(entry -> entry instanceof Entry.Kept kept && Entry.orphaned(kept.record(), time))
                .map(entry -> ((Entry.Kept) entry).record().id())
                .filter(id -> id.compareTo(from) > 0)
                .sorted()
                .limit(limit)
                .toList();
        return new IdPage(ids, ids.size() < limit ? IdPage.END : ids.getLast());
    }

    /** Does nothing: other nodes may go on with this store. */
    @Override
    public void close() {}

    /** Number of records, and of deletions that are remembered. */
    public long size() {
        long before;
        long after = entries.estimatedSize();
        do {
            before = after;
            entries.cleanUp();
            after = entries.estimatedSize();
        } while (after < before);
        return after;
    }

    /** Number of keys that lead to a record. */
    int keys() {
        return index.size();
    }

    private StoreResult write(String id, Function<@Nullable Entry, Entry.Outcome> change) {
        AtomicReference<@Nullable StoreResult> result = new AtomicReference<>();
        entries.asMap().compute(id, (same, before) -> {
            Entry.Outcome outcome = change.apply(before);
            index.move(id, keys(before), keys(outcome.after()));
            result.set(outcome.result());
            return outcome.after();
        });
        return Objects.requireNonNull(result.get());
    }

    private void forget(@Nullable String id, @Nullable Entry entry) {
        if (id != null) {
            index.move(id, keys(entry), Set.of());
        }
    }

    private static Set<String> keys(@Nullable Entry entry) {
        return entry instanceof Entry.Kept kept ? kept.record().snapshot().keys() : Set.of();
    }

    private Instant now() {
        return begin.plusNanos(nanoTime.getAsLong() - beginNanos);
    }

    private void checkRoom() {
        if (entries.estimatedSize() >= maxRecords) {
            entries.cleanUp();
            if (entries.estimatedSize() >= maxRecords) {
                throw new SessionStoreException("the store is full; expected: at most " + maxRecords + " records");
            }
        }
    }
}
