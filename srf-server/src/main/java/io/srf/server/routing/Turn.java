// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Applications of which each gets its turn: of those that come into question, the one that has waited longest. Any thread may call; reading takes no lock,
 * changes are rare and copy.
 *
 * @param <A> an application's link
 */
final class Turn<A> {
    private volatile List<Place<A>> all = List.of();
    private final Set<A> paused = ConcurrentHashMap.newKeySet();
    private final AtomicLong turns = new AtomicLong();

    /** Where an application stands: the smaller the number of its last turn, the longer it waits. */
    private static final class Place<A> {
        final A application;
        volatile long last;

        Place(A application, long last) {
            this.application = application;
            this.last = last;
        }
    }

    /** Adds one behind all others: one that dies of each request and comes back must not get the next each time. */
    synchronized void add(A application) {
        paused.remove(application);
        if (!has(application)) {
            List<Place<A>> more = new ArrayList<>(all);
            more.add(new Place<>(application, turns.incrementAndGet()));
            all = List.copyOf(more);
        }
    }

    private boolean has(A application) {
        return all.stream().anyMatch(place -> place.application.equals(application));
    }

    /** Takes the turn of one that stays. */
    synchronized void pause(A application) {
        if (has(application)) {
            remove(application);
            paused.add(application);
        }
    }

    boolean isPaused() {
        return !paused.isEmpty();
    }

    synchronized void remove(A application) {
        paused.remove(application);
        all = all.stream()
                .filter(place -> !place.application.equals(application))
                .toList();
    }

    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Nullable A next() {
        return nextOf(application -> true);
    }

    /** The next that is preferred; if none is, the next. */
    @Nullable A next(Predicate<A> preferred) {
        A found = nextOf(preferred);
        return found == null ? next() : found;
    }

    /** The next of those that are wanted; null if none is. */
    @Nullable A nextOf(Predicate<A> wanted) {
        Place<A> found = null;
        for (Place<A> place : all) {
            if ((found == null || place.last < found.last) && wanted.test(place.application)) {
                found = place;
            }
        }
        if (found == null) {
            return null;
        }
        found.last = turns.incrementAndGet();
        return found.application;
    }
}
