// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an INVITE goes that was redirected (RFC 3261 §8.1.3.4).
 *
 * <pre>
 * event                 with                                   next
 * Redirected, Refused   tries left, a target that waits        that target
 * RefusedByAll          whatever                               none
 * anything              no tries left, or nobody waits         none
 * </pre>
 *
 * Targets wait in the order of their q, those of the last redirection before earlier ones. None is tried twice, so that loops end.
 */
public final class RedirectMachine {
    /** How many targets may wait; what is less wanted is left out. */
    static final int MAX_TARGETS = 32;

    private RedirectMachine() {}

    /**
     * What was tried, and what can be.
     *
     * @param left how often it may still be sent
     * @param waiting targets, the most wanted first
     * @param tried targets that had it
     */
    public record State(int left, List<String> waiting, Set<String> tried) {
        /** An INVITE that was sent to this target, and may be sent so many times more. */
        public static State sentTo(String target, int limit) {
            return new State(limit, List.of(), Set.of(target));
        }
    }

    /** What happened to the INVITE. */
    public sealed interface Event {
        /** A 3xx came, with these targets. */
        record Redirected(List<Target> targets) implements Event {}

        /** A 4xx or 5xx came, or it could not be sent. */
        record Refused() implements Event {}

        /** A 6xx came: nobody else will take it (RFC 3261 §21.6). */
        record RefusedByAll() implements Event {}
    }

    /**
     * A Contact of a 3xx.
     *
     * @param q how much it is wanted, 0 to 1 (RFC 3261 §20.10)
     */
    public record Target(String uri, double q) {}

    /**
     * What follows.
     *
     * @param next where it goes now; null for nowhere
     */
    public record Step(State state, @Nullable String next) {}

    /** Takes one event. */
    public static Step step(State state, Event event) {
        return switch (event) {
            case Event.Redirected redirected -> next(state, merged(state, redirected.targets()));
            case Event.Refused refused -> next(state, state.waiting());
            case Event.RefusedByAll all -> new Step(state, null);
        };
    }

    private static List<String> merged(State state, List<Target> targets) {
        List<Target> sorted = new ArrayList<>(targets);
        sorted.sort(Comparator.comparingDouble(Target::q).reversed());
        List<String> merged = new ArrayList<>();
        for (Target target : sorted) {
            if (!state.tried().contains(target.uri()) && !merged.contains(target.uri())) {
                merged.add(target.uri());
            }
        }
        for (String earlier : state.waiting()) {
            if (!merged.contains(earlier)) {
                merged.add(earlier);
            }
        }
        return merged.subList(0, Math.min(merged.size(), MAX_TARGETS));
    }

    private static Step next(State state, List<String> waiting) {
        if (state.left() == 0 || waiting.isEmpty()) {
            return new Step(state, null);
        }
        String target = waiting.get(0);
        Set<String> tried = new HashSet<>(state.tried());
        tried.add(target);
        List<String> rest = List.copyOf(waiting.subList(1, waiting.size()));
        return new Step(new State(state.left() - 1, rest, Set.copyOf(tried)), target);
    }
}
