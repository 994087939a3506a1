// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Time that passes only when a test says so; tasks run on the thread that says it. Any thread may schedule and cancel. */
public final class VirtualTimers implements Timers {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final NavigableSet<Task> waiting =
            new ConcurrentSkipListSet<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
    private final AtomicLong scheduled = new AtomicLong();
    private volatile long now;

    private record Task(long due, long order, Runnable action) {}

    @Override
    public Instant now() {
        return START.plusMillis(now);
    }

    @Override
    public long nanoTime() {
        return now * 1_000_000;
    }

    @Override
    public Timer schedule(long delayMillis, Runnable action) {
        Task task = new Task(now + delayMillis, scheduled.incrementAndGet(), action);
        waiting.add(task);
        return () -> waiting.remove(task);
    }

    /** Lets so much time pass, and runs what is due. */
    public void pass(long millis) {
        long end = now + millis;
        for (Task task = firstUntil(end); task != null; task = firstUntil(end)) {
            if (waiting.remove(task)) {
                now = task.due();
                task.action().run();
            }
        }
        now = end;
    }

    private @Nullable Task firstUntil(long end) {
        Iterator<Task> due =
                waiting.headSet(new Task(end, Long.MAX_VALUE, () -> {}), true).iterator();
        return due.hasNext() ? due.next() : null;
    }

    /** The number of tasks that wait. */
    public int waiting() {
        return waiting.size();
    }
}
