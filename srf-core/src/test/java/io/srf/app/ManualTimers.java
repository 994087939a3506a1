// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
final class ManualTimers implements Timers {
    private final List<Entry> waiting = new ArrayList<>();
    private long millis;

    private record Entry(long due, Runnable task) {}

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public synchronized long nanoTime() {
        return millis * 1_000_000;
    }

    @Override
    public synchronized Timer schedule(long delayMillis, Runnable task) {
        Entry entry = new Entry(millis + delayMillis, task);
        waiting.add(entry);
        return () -> cancel(entry);
    }

    @SuppressWarnings("ReferenceEquality") // two equal entries are two timers
    private synchronized void cancel(Entry entry) {
        waiting.removeIf(other -> other == entry);
    }

    synchronized int pending() {
        return waiting.size();
    }

    void advance(Duration time) {
        long end = millis + time.toMillis();
        for (Entry next = takeDue(end); next != null; next = takeDue(end)) {
            next.task().run();
        }
        millis = end;
    }

    private synchronized @org.jspecify.annotations.Nullable Entry takeDue(long end) {
        Entry next = waiting.stream()
                .filter(entry -> entry.due() <= end)
                .min(Comparator.comparingLong(Entry::due))
                .orElse(null);
        if (next != null) {
            millis = next.due();
            waiting.remove(next);
        }
        return next;
    }
}
