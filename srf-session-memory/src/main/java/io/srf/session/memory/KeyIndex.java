// SPDX-License-Identifier: Apache-2.0
package io.srf.session.memory;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which records can be found by a key.
 *
 * <p>Threads: {@link #move} is called for one record at a time, under its lock; anything else at any time. A set of one id is immutable, a
 * larger one is concurrent and only changed while its key is locked.
 */
final class KeyIndex {
    private final Map<String, Set<String>> ids = new ConcurrentHashMap<>();

    /** The ids of the records with this key; may change while it is read. */
    Set<String> find(String key) {
        return ids.getOrDefault(key, Set.of());
    }

    /** A record's keys are now others. */
    void move(String id, Set<String> before, Set<String> after) {
        if (before.equals(after)) {
            return;
        }
        Set<String> only = Set.of(id);
        for (String key : after) {
            if (!before.contains(key)) {
                ids.merge(key, only, KeyIndex::join);
            }
        }
        for (String key : before) {
            if (!after.contains(key)) {
                ids.computeIfPresent(key, (same, set) -> without(set, id));
            }
        }
    }

    /** Number of keys that lead anywhere. */
    int size() {
        return ids.size();
    }

    private static Set<String> join(Set<String> before, Set<String> added) {
        Set<String> all = before;
        if (before.size() == 1) {
            all = ConcurrentHashMap.newKeySet();
            all.addAll(before);
        }
        all.addAll(added);
        return all;
    }

    private static @Nullable Set<String> without(Set<String> before, String id) {
        if (!before.contains(id)) {
            return before;
        }
        if (before.size() == 1) {
            return null;
        }
        before.remove(id);
        return before.size() == 1 ? Set.copyOf(before) : before;
    }
}
