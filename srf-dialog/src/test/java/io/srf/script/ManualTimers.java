// SPDX-License-Identifier: Apache-2.0
package io.srf.script;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
public final class ManualTimers implements Timers {
    private final List<Entry> waiting = new ArrayList<>();
    private long millis;

    private static final class Entry {
        private final long due;
        private final Runnable task;

        Entry(long due, Runnable task) {
            this.due = due;
            this.task = task;
        }
    }

    @Override
    public synchronized Instant now() {
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

    private synchronized void cancel(Entry entry) {
        waiting.remove(entry);
    }

    /** How many tasks wait. */
    public synchronized int pending() {
        return waiting.size();
    }

    /** Milliseconds to the first task; -1 if none waits. */
    public synchronized long next() {
        return waiting.stream().mapToLong(entry -> entry.due - millis).min().orElse(-1);
    }

    /** Lets time pass, and runs what is due. */
    public void advance(Duration time) {
        long end;
        synchronized (this) {
            end = millis + time.toMillis();
        }
        for (Runnable next = takeDue(end); next != null; next = takeDue(end)) {
            next.run();
        }
        synchronized (this) {
            millis = end;
        }
    }

    private synchronized Runnable takeDue(long end) {
        Entry next = waiting.stream()
                .filter(entry -> entry.due <= end)
                .min(Comparator.comparingLong(entry -> entry.due))
                .orElse(null);
        if (next == null) {
            return null;
        }
        millis = Math.max(millis, next.due);
        waiting.remove(next);
        return next.task;
    }
}
