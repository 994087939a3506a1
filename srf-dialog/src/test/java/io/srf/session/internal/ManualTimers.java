// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so; timers run on the thread that lets it pass. */
final class ManualTimers implements Timers {
    private final ConcurrentSkipListSet<Task> tasks =
            new ConcurrentSkipListSet<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    private record Task(long due, long number, Runnable work) {}

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable work) {
        Task task = new Task(nanos.get() + TimeUnit.MILLISECONDS.toNanos(delayMillis), numbers.getAndIncrement(), work);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    void pass(long millis) {
        long until = nanos.get() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!tasks.isEmpty() && tasks.first().due() <= until) {
            Task next = tasks.pollFirst();
            nanos.set(next.due());
            next.work().run();
        }
        nanos.set(until);
    }

    int pending() {
        return tasks.size();
    }
}
