// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Applications of which each gets its turn. Any thread may call; reading takes no lock, changes are rare and copy.
 *
 * @param <A> an application's link
 */
final class Turn<A> {
    private volatile Object[] all = {};
    private final Set<A> paused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    synchronized void add(A application) {
        paused.remove(application);
        if (!Arrays.asList(all).contains(application)) {
            Object[] more = Arrays.copyOf(all, all.length + 1);
            more[all.length] = application;
            all = more;
        }
    }

    /** Takes the turn of one that stays. */
    synchronized void pause(A application) {
        if (Arrays.asList(all).contains(application)) {
            remove(application);
            paused.add(application);
        }
    }

    boolean isPaused() {
        return !paused.isEmpty();
    }

    synchronized void remove(A application) {
        paused.remove(application);
        all = Arrays.stream(all).filter(a -> !a.equals(application)).toArray();
    }

    int size() {
        return all.length;
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    @SuppressWarnings("unchecked") // only add() puts elements in
    @Nullable A next() {
        Object[] now = all;
        return now.length == 0 ? null : (A) now[Math.floorMod(next.getAndIncrement(), now.length)];
    }

    /** The next that is preferred; if none is, the next. */
    @SuppressWarnings("unchecked") // only add() puts elements in
    @Nullable A next(Predicate<A> preferred) {
        Object[] now = all;
        int turn = next.getAndIncrement();
        A found = nextOf(now, turn, preferred);
        return found != null || now.length == 0 ? found : (A) now[Math.floorMod(turn, now.length)];
    }

    /** The next of those that are wanted; null if none is. */
    @Nullable A nextOf(Predicate<A> wanted) {
        return nextOf(all, next.getAndIncrement(), wanted);
    }

    @SuppressWarnings("unchecked") // only add() puts elements in
    private @Nullable A nextOf(Object[] now, int turn, Predicate<A> wanted) {
        for (int i = 0; i < now.length; i++) {
            A application = (A) now[Math.floorMod(turn + i, now.length)];
            if (wanted.test(application)) {
                return application;
            }
        }
        return null;
    }
}
