// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets one thread at a time do something to a call. Calls share a bounded number of locks, which are taken in one order by all. */
final class CallLocks {
    private static final int LOCKS = 1_024;

    private final List<Lock> locks =
            Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

    /** Does something to these calls while nobody else does. */
    <T> T with(Collection<String> ids, Supplier<T> action) {
        int[] wanted = ids.stream()
                .mapToInt(id -> Math.floorMod(id.hashCode(), LOCKS))
                .distinct()
                .sorted()
                .toArray();
        int taken = 0;
        try {
            for (; taken < wanted.length; taken++) {
                locks.get(wanted[taken]).lock();
            }
            return action.get();
        } finally {
            while (taken > 0) {
                locks.get(wanted[--taken]).unlock();
            }
        }
    }
}
