// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The records of one type, as long as they may be used; those who ask for the same at the same time wait for one answer. For one thread alone. */
final class RecordCache<T> {
    /** How many names are remembered; the oldest makes room. */
    static final int MAX_NAMES = 4_000;

    /** The bounds of a record's time to live: what changes more often than this is asked for no more often. */
    static final int MIN_TTL_SECONDS = 1;
    /** A change is noticed after this time at the latest. */
    static final int MAX_TTL_SECONDS = 3_600;
    /** How long it is remembered that there are none (RFC 2308 §5). */
    static final int NEGATIVE_TTL_SECONDS = 10;
    /** How long it is remembered that nobody could say (RFC 2308 §7). */
    static final int FAILURE_TTL_SECONDS = 1;

    /**
     * Records as they came.
     *
     * @param ttlSeconds of those there are
     */
    record Fresh<T>(Answer<T> answer, long ttlSeconds) {
        private long lifeSeconds() {
            if (answer.failure() != null) {
                return FAILURE_TTL_SECONDS;
            }
            return answer.records().isEmpty()
                    ? NEGATIVE_TTL_SECONDS
                    : Math.clamp(ttlSeconds, MIN_TTL_SECONDS, MAX_TTL_SECONDS);
        }
    }

    /** Asks for what is not remembered; answers once, on the cache's thread. */
    interface Source<T> {
        void ask(String name, Consumer<Fresh<T>> then);
    }

    private static final class Entry<T> {
        private @Nullable List<Consumer<Answer<T>>> waiting;
        private Answer<T> answer = Answer.none();
        private long until;

        Entry(Consumer<Answer<T>> first) {
            waiting = new ArrayList<>(List.of(first));
        }
    }

    private final Source<T> source;
    private final LongSupplier nanoTime;
    private final Map<String, Entry<T>> byName = new LinkedHashMap<>();

    RecordCache(Source<T> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    /** The records of a name, at once if they are known. */
    void get(String name, Consumer<Answer<T>> then) {
        Entry<T> entry = byName.get(name);
        if (entry == null || (entry.waiting == null && entry.until - nanoTime.getAsLong() <= 0)) {
            ask(name, then);
        } else if (entry.waiting != null) {
            entry.waiting.add(then);
        } else {
            then.accept(entry.answer);
        }
    }

    private void ask(String name, Consumer<Answer<T>> then) {
        byName.remove(name);
        if (byName.size() >= MAX_NAMES) {
            byName.remove(byName.keySet().iterator().next());
        }
        Entry<T> entry = new Entry<>(then);
        byName.put(name, entry);
        source.ask(name, fresh -> came(entry, fresh));
    }

    private void came(Entry<T> entry, Fresh<T> fresh) {
        List<Consumer<Answer<T>>> waiting = entry.waiting;
        entry.waiting = null;
        entry.answer = fresh.answer();
        entry.until = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(fresh.lifeSeconds());
        if (waiting != null) {
            waiting.forEach(one -> one.accept(fresh.answer()));
        }
    }

    int size() {
        return byName.size();
    }
}
