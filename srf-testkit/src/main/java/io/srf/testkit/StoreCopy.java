// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.session.SessionRecord;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import io.srf.session.memory.MemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One copy of a {@link SimStore}'s data, and the account of who has written what in it. May be used by any thread. */
final class StoreCopy {
    private final VirtualTime time;
    private final MemorySessionStore store;
    private final Map<String, SessionRecord> records = new LinkedHashMap<>();
    private final Map<String, Long> fences = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    StoreCopy(VirtualTime time) {
        this.time = time;
        this.store = new MemorySessionStore(
                MemorySessionStore.DEFAULT_RETENTION, MemorySessionStore.DEFAULT_MAX_RECORDS, time::nanoTime);
    }

    /** The same data, from now on by itself. Leases begin anew, as if they had just been renewed. */
    synchronized StoreCopy copied(Duration lease) {
        StoreCopy other = new StoreCopy(time);
        records.values()
                .forEach(record -> other.note(
                        record.id(), other.store.create(record.id(), record.stamp(), record.snapshot(), lease)));
        other.fences.putAll(fences);
        other.faults.addAll(faults);
        return other;
    }

    MemorySessionStore store() {
        return store;
    }

    synchronized List<SessionRecord> records() {
        return List.copyOf(records.values());
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Accounts for a write by this writer, which is null for a takeover: under a fence lower than the highest it must have been refused. */
    synchronized void wrote(String id, @Nullable Stamp writer, StoreResult result) {
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
        note(id, result);
    }

    /** Accounts for a record that was changed or lost. */
    synchronized void note(String id, StoreResult result) {
        switch (result) {
            case StoreResult.Written written -> records.put(id, written.record());
            case StoreResult.Deleted deleted -> records.remove(id);
            case StoreResult.Absent absent -> records.remove(id);
            case StoreResult.Refused refused -> {}
        }
    }
}
