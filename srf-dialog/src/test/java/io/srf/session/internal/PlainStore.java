// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A small store whose writes a test can see, let fail, hang, or lose the answer of.
 *
 * <p>{@code before} runs before a write is done and {@code after} once it was done and before it is answered; what they throw is thrown.
 */
final class PlainStore implements SessionStore {
    final List<String> writes = new ArrayList<>();
    final List<List<String>> renewals = new ArrayList<>();
    final List<List<String>> givenUp = new ArrayList<>();
    final Map<String, SessionRecord> records = new HashMap<>();
    private volatile Consumer<String> before = id -> {};
    private volatile Runnable after = () -> {};
    private boolean outlivesProcess = true;

    void before(Runnable action) {
        before = id -> action.run();
    }

    /** Acts before a write, and is told the record's id. */
    void beforeEach(Consumer<String> action) {
        before = action;
    }

    void after(Runnable action) {
        after = action;
    }

    /** From now on its records are gone when the process is. */
    void diesWithProcess() {
        outlivesProcess = false;
    }

    void works() {
        before = id -> {};
        after = () -> {};
    }

    String document(String id) {
        return new String(records.get(id).snapshot().value(), UTF_8);
    }

    @Override
    public boolean outlivesProcess() {
        return outlivesProcess;
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        return write("create " + stamp.version(), id, () -> {
            SessionRecord current = records.get(id);
            return current == null ? put(id, stamp, snapshot) : new StoreResult.Refused(current);
        });
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        return write("update " + expected.version(), id, () -> {
            SessionRecord current = records.get(id);
            if (current == null) {
                return new StoreResult.Absent();
            }
            return current.stamp().equals(expected)
                    ? put(id, expected.next(), snapshot)
                    : new StoreResult.Refused(current);
        });
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        SessionRecord current = records.get(id);
        return put(id, current.stamp().takenBy(claim.owner()), current.snapshot());
    }

    @Override
    public StoreResult delete(String id, Stamp held) {
        return write("delete", id, () -> {
            SessionRecord current = records.get(id);
            if (current != null && !current.stamp().sameHold(held)) {
                return new StoreResult.Refused(current);
            }
            return records.remove(id) == null ? new StoreResult.Absent() : new StoreResult.Deleted(held.fence());
        });
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        before.accept("renew");
        synchronized (this) {
            (lease.isZero() ? givenUp : renewals).add(List.copyOf(ids));
            return ids.stream()
                    .filter(id -> !records.containsKey(id)
                            || !records.get(id).stamp().owner().equals(owner))
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public synchronized SessionRecord find(String id) {
        return records.get(id);
    }

    @Override
    public synchronized List<SessionRecord> findByKey(String key) {
        return records.values().stream()
                .filter(record -> record.snapshot().keys().contains(key))
                .toList();
    }

    @Override
    public IdPage orphans(String from, int limit) {
        return new IdPage(List.of(), IdPage.END);
    }

    @Override
    public void close() {}

    private StoreResult write(String what, String id, Supplier<StoreResult> write) {
        synchronized (this) {
            writes.add(what);
        }
        before.accept(id);
        StoreResult result;
        synchronized (this) {
            result = write.get();
        }
        after.run();
        return result;
    }

    private synchronized StoreResult put(String id, Stamp stamp, Snapshot snapshot) {
        SessionRecord record = new SessionRecord(id, stamp, Instant.EPOCH, snapshot);
        records.put(id, record);
        return new StoreResult.Written(record);
    }
}
