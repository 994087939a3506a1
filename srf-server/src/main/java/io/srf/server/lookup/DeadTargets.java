// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The targets that failed lately, which are asked last for a while. Any thread may use it, without a lock: it is read with every look-up and written when a
 * target fails, so each write makes a new map.
 */
final class DeadTargets {
    /** How many are remembered; the ones that would be forgotten first make room. */
    static final int MAX_REMEMBERED = 1_000;

    /** How long a target is asked last that refused connections, was silent, or answered 503 without Retry-After. */
    static final long DEAD_MILLIS = 30_000;

    /** The longest Retry-After of a 503 that is heeded (RFC 3261 §21.5.4). */
    static final long MAX_DEAD_MILLIS = 600_000;

    /** Until when, in nanoseconds of the loops' clock. */
    private final AtomicReference<Map<Target, Long>> until = new AtomicReference<>(Map.of());

    /** A target failed, and is asked last for this long. */
    void failed(Target target, long now, long millis) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(Math.min(Math.max(millis, 0), MAX_DEAD_MILLIS));
        until.updateAndGet(known -> with(known, target, now, end));
    }

    private static Map<Target, Long> with(Map<Target, Long> known, Target target, long now, long end) {
        Map<Target, Long> next = new HashMap<>(known);
        next.values().removeIf(over -> over - now <= 0);
        while (next.size() >= MAX_REMEMBERED && !next.containsKey(target)) {
            next.remove(first(next));
        }
        next.put(target, end);
        return Map.copyOf(next);
    }

    private static Target first(Map<Target, Long> known) {
        return known.entrySet().stream()
                .min((a, b) -> Long.signum(a.getValue() - b.getValue()))
                .orElseThrow()
                .getKey();
    }

    /** A target answered. */
    void answered(Target target) {
        if (until.get().containsKey(target)) {
            until.updateAndGet(known -> {
                Map<Target, Long> next = new HashMap<>(known);
                next.remove(target);
                return Map.copyOf(next);
            });
        }
    }

    boolean isDead(Target target, long now) {
        Long end = until.get().get(target);
        return end != null && end - now > 0;
    }

    /** How many are remembered, some of which may be forgotten by now. */
    int size() {
        return until.get().size();
    }

    /** The same targets, those last that failed lately. */
    List<Target> last(List<Target> targets, long now) {
        if (targets.size() == 1 || until.get().isEmpty()) {
            return targets;
        }
        List<Target> order = new ArrayList<>(targets.size());
        targets.stream().filter(target -> !isDead(target, now)).forEach(order::add);
        targets.stream().filter(target -> isDead(target, now)).forEach(order::add);
        return order;
    }
}
