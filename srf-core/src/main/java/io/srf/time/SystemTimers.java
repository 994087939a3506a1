// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The real clock, and timers that run on one daemon thread.
 *
 * <p>Any thread may schedule and cancel; none waits for another. What they ask for passes through a queue to the thread, which alone touches its
 * {@link TimerWheel}. It is woken only for a task that is due before it would look anyway, and looks at least every {@link #NAP_NANOS}, so that
 * cancelled tasks do not pile up.
 */
public final class SystemTimers implements Timers, AutoCloseable {
    private static final long NAP_NANOS = 250_000_000;

    private final TimerWheel wheel = new TimerWheel(System.nanoTime());
    private final Queue<Entry> changed = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    /** When the thread will look at {@link #changed} by itself. */
    private volatile long wakesAt = System.nanoTime();

    private volatile boolean closed;

    private SystemTimers(String threadName) {
        thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
    }

    /** Starts the thread. */
    public static SystemTimers start(String threadName) {
        SystemTimers timers = new SystemTimers(threadName);
        timers.thread.start();
        return timers;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The task runs on the thread of these timers. After {@link #close()} it never runs.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        if (delayMillis < 0) {
            throw new IllegalArgumentException("a delay of " + delayMillis + " ms, expected: ≥ 0");
        }
        Entry entry =
                new Entry(System.nanoTime() + Math.min(delayMillis, Long.MAX_VALUE / 2_000_000) * 1_000_000, task);
        if (!closed) {
            changed.add(entry);
            if (entry.deadline - wakesAt < 0) {
                LockSupport.unpark(thread);
            }
        }
        return entry;
    }

    /** Stops the thread; what waits never runs. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            for (Entry entry = changed.poll(); entry != null; entry = changed.poll()) {
                entry.settle();
            }
            long now = System.nanoTime();
            wheel.advanceTo(now);
            long next = wheel.nextNanos();
            wakesAt = next == Long.MAX_VALUE ? now + NAP_NANOS : Math.min(next - now, NAP_NANOS) + now;
            if (changed.isEmpty() && !closed) { // else the one who added may have read the old wakesAt
                LockSupport.parkNanos(wakesAt - System.nanoTime());
            }
        }
        changed.clear();
    }

    /** A task on its way to the wheel, in it, or past. */
    private final class Entry implements Timer {
        final long deadline;
        private final AtomicReference<@Nullable Runnable> task;
        /** Touched by the thread alone. */
        private @Nullable Timer waiting;

        Entry(long deadline, Runnable task) {
            this.deadline = deadline;
            this.task = new AtomicReference<>(task);
        }

        /** Brings the wheel up to date with what was asked for. */
        void settle() {
            if (task.get() == null) {
                if (waiting != null) {
                    waiting.cancel();
                }
            } else if (waiting == null) {
                waiting = wheel.schedule(deadline, this::fire);
            }
        }

        private void fire() {
            Runnable due = task.getAndSet(null);
            if (due != null) {
                due.run();
            }
        }

        @Override
        public void cancel() {
            if (task.getAndSet(null) != null && !closed) {
                changed.add(this);
            }
        }
    }
}
