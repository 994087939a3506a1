// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which applications want new requests of which method; each gets its turn.
 *
 * <p>Any thread may call. Reading takes no lock; changes are rare and copy.
 *
 * @param <A> an application's link
 */
public final class Applications<A> {
    private final Map<String, Turn<A>> byVerb = new ConcurrentHashMap<>();

    /** Those that want one verb, and whose turn it is. */
    private static final class Turn<A> {
        private volatile Object[] all = {};
        private final AtomicInteger next = new AtomicInteger();

        synchronized void add(A application) {
            if (!Arrays.asList(all).contains(application)) {
                Object[] more = Arrays.copyOf(all, all.length + 1);
                more[all.length] = application;
                all = more;
            }
        }

        synchronized void remove(A application) {
            all = Arrays.stream(all).filter(a -> !a.equals(application)).toArray();
        }

        @SuppressWarnings("unchecked") // only add() puts elements in
        @Nullable A next() {
            Object[] now = all;
            return now.length == 0 ? null : (A) now[Math.floorMod(next.getAndIncrement(), now.length)];
        }
    }

    /** Gives this application its turn at a verb; doing so twice changes nothing. */
    public void add(A application, String verb) {
        byVerb.computeIfAbsent(verb.toLowerCase(Locale.ROOT), v -> new Turn<>()).add(application);
    }

    /** Takes the turn at a verb away. */
    public void remove(A application, String verb) {
        Turn<A> turn = byVerb.get(verb.toLowerCase(Locale.ROOT));
        if (turn != null) {
            turn.remove(application);
        }
    }

    /** Takes all turns away. */
    public void removeAll(A application) {
        byVerb.values().forEach(turn -> turn.remove(application));
    }

    /** The application whose turn it is, or null if none wants this verb. */
    public @Nullable A next(String verb) {
        Turn<A> turn = byVerb.get(verb.toLowerCase(Locale.ROOT));
        return turn == null ? null : turn.next();
    }
}
