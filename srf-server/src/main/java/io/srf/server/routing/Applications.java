// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
    private final Nodes<A> nodes = new Nodes<>();

    /** Gives this application its turn at a verb; doing so twice changes nothing. */
    public void add(A application, String verb) {
        byVerb.computeIfAbsent(verb.toLowerCase(Locale.ROOT), v -> new Turn<>()).add(application);
    }

    /** Takes the turn at a verb away; the application pauses, until it wants the verb again or {@linkplain #removeAll leaves}. */
    public void remove(A application, String verb) {
        Turn<A> turn = byVerb.get(verb.toLowerCase(Locale.ROOT));
        if (turn != null) {
            turn.pause(application);
        }
    }

    /** Whether an application has wanted this verb that is there and does not want it now: it is about to stop. */
    public boolean isPaused(String verb) {
        Turn<A> turn = byVerb.get(verb.toLowerCase(Locale.ROOT));
        return turn != null && turn.isPaused();
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

    /** The application whose turn it is, or one that is preferred if such a one wants the verb; null if none wants it. */
    public @Nullable A next(String verb, Predicate<A> preferred) {
        Turn<A> turn = byVerb.get(verb.toLowerCase(Locale.ROOT));
        return turn == null ? null : turn.next(preferred);
    }

    /** The application whose turn it is among those that are wanted; null if none of them wants this verb. */
    public @Nullable A nextOf(String verb, Predicate<A> wanted) {
        Turn<A> turn = byVerb.get(verb.toLowerCase(Locale.ROOT));
        return turn == null ? null : turn.nextOf(wanted);
    }

    /** How many applications want each verb, in lower case; those that nobody wants are left out. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        byVerb.forEach((verb, turn) -> {
            if (!turn.isEmpty()) {
                counts.put(verb, turn.size());
            }
        });
        return counts;
    }

    /** The applications' nodes that can go on with each other's calls. */
    public Nodes<A> nodes() {
        return nodes;
    }
}
