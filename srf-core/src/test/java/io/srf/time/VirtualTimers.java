// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;

/** Time that passes only when a test says so; tasks run on the test's thread. */
public final class VirtualTimers implements Timers {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TreeSet<Task> waiting =
            new TreeSet<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
    private long now;
    private long scheduled;

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
        Task task = new Task(now + delayMillis, scheduled++, action);
        waiting.add(task);
        return () -> waiting.remove(task);
    }

    /** Lets so much time pass, and runs what is due. */
    public void pass(long millis) {
        long end = now + millis;
        while (!waiting.isEmpty() && waiting.first().due() <= end) {
            Task task = waiting.pollFirst();
            now = task.due();
            task.action().run();
        }
        now = end;
    }

    /** The number of tasks that wait. */
    public int waiting() {
        return waiting.size();
    }
}
