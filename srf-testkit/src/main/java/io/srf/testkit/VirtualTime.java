// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when a test says so, and then as fast as its events can run.
 *
 * <p>Tasks run in the order of their times, and in the order they were scheduled where these are equal, on the thread that
 * drives the time with {@link #advance}, {@link #runUntil} or {@link #runUntilIdle}. Before each of them, and before a
 * condition is looked at, the tasks of {@link #workers()} run until each has ended or waits; time never moves while one can
 * run, and where several could run they take turns, in an order that does not change. So the same test gives the same run each time.
 *
 * <p><b>What runs in this time must not</b> wait for the wall clock ({@code Thread.sleep}, a {@code get} with a time limit), nor use threads
 * of its own: the run fails, and shows the stack. A task that wakes several workers should do so as its last act, or from a worker: they
 * begin at once.
 *
 * <p>Threads: any may cancel and ask the time; one at a time may drive, and meanwhile only its tasks and the workers may schedule.
 */
public final class VirtualTime implements Timers {
    /** The time of day when a virtual time begins. */
    public static final Instant START = Instant.parse("2030-01-01T12:00:00Z");

    /** How much time {@link #runUntilIdle()} lets pass. */
    public static final Duration IDLE_LIMIT = Duration.ofHours(1);

    private final RunLimits limits;
    private final Workers workers;
    private final TreeSet<ScheduledTask> queue = new TreeSet<>();
    private long now;
    private long sequence;
    private @Nullable Thread driver;

    /** A time that has just begun, with {@link RunLimits#DEFAULT}. */
    public VirtualTime() {
        this(RunLimits.DEFAULT);
    }

    /** A time that has just begun. */
    public VirtualTime(RunLimits limits) {
        this.limits = limits;
        this.workers = new Workers(limits.settling());
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(now);
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    /** How much time has passed since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime());
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        return schedule(Duration.ofMillis(delayMillis), task);
    }

    /**
     * Runs a task once, this much later; zero means after the tasks that are due now.
     *
     * @param delay not negative
     */
    public synchronized Timer schedule(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay of " + delay + ", expected: ≥ 0");
        }
        refuseStrangers();
        ScheduledTask scheduled = new ScheduledTask(now + delay.toNanos(), sequence++, task);
        queue.add(scheduled);
        return () -> cancel(scheduled);
    }

    /** A thread that is neither the driver's nor a worker's does things at moments that differ from run to run. */
    private void refuseStrangers() {
        Thread current = Thread.currentThread();
        if (driver != null && !current.equals(driver) && !workers.isWorker()) {
            workers.failed(new AssertionError("the application uses a thread of its own, " + current
                    + ", for which virtual time cannot wait; give work to the executor of the configuration:"
                    + Workers.stacks(List.of(current))));
        }
    }

    private synchronized void cancel(ScheduledTask scheduled) {
        queue.remove(scheduled);
    }

    /** Where application handlers run: each task on a virtual thread of its own, in step with this time. */
    public Workers workers() {
        return workers;
    }

    /** What waits for its time, the next first: for example {@code +500 ms ClientTransaction}. */
    public synchronized List<String> pending() {
        return queue.stream().map(task -> task.describe(now)).toList();
    }

    /** Whether the calling thread drives this time at the moment. */
    public synchronized boolean isDriving() {
        return Thread.currentThread().equals(driver);
    }

    /** Lets this much time pass, and runs what is due in it. */
    public void advance(Duration duration) {
        long end = nanoTime() + duration.toNanos();
        try (Drive drive = new Drive()) {
            drive.runTo(end, () -> false);
            passTo(end);
        }
    }

    /**
     * Lets time pass until the condition holds, or the limit is reached.
     *
     * @param condition looked at by this thread after each event
     * @return whether it held
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = nanoTime() + limit.toNanos();
        try (Drive drive = new Drive()) {
            boolean held = drive.runTo(end, condition);
            if (!held) {
                passTo(end);
            }
            return held;
        }
    }

    /** Lets time pass until nothing is scheduled; fails as {@link #runUntilIdle(Duration)} does after {@link #IDLE_LIMIT}. */
    public void runUntilIdle() {
        runUntilIdle(IDLE_LIMIT);
    }

    /**
     * Lets time pass until nothing is scheduled and no worker can run.
     *
     * @throws AssertionError if something is still scheduled after this much time; the message names it
     */
    public void runUntilIdle(Duration limit) {
        long end = nanoTime() + limit.toNanos();
        try (Drive drive = new Drive()) {
            drive.runTo(end, () -> false);
        }
        List<String> left = pending();
        if (!left.isEmpty()) {
            throw new AssertionError("not idle after " + limit + ", still scheduled: " + left);
        }
    }

    private synchronized void passTo(long time) {
        now = Math.max(now, time);
    }

    /** Takes the next task that is due by then, and makes its time the present; null if there is none. */
    private synchronized @Nullable ScheduledTask next(long end) {
        if (queue.isEmpty() || queue.first().time() > end) {
            return null;
        }
        ScheduledTask task = queue.removeFirst();
        now = task.time();
        return task;
    }

    private synchronized void drivenBy(@Nullable Thread thread) {
        if (thread != null && driver != null) {
            throw new IllegalStateException("this virtual time is being driven already, by " + driver.getName()
                    + "; tasks and handlers wait through Timers, only the test drives");
        }
        driver = thread;
    }

    /** One run of the driving thread, with its count of steps. */
    private final class Drive implements AutoCloseable {
        private int steps;

        Drive() {
            drivenBy(Thread.currentThread());
            CarrierThreads.takeOne();
        }

        boolean runTo(long end, BooleanSupplier condition) {
            while (true) {
                settle();
                if (condition.getAsBoolean()) {
                    return true;
                }
                ScheduledTask task = next(end);
                if (task == null) {
                    return false;
                }
                count();
                task.run();
            }
        }

        private void settle() {
            workers.settle();
            while (workers.startNext()) {
                count();
                workers.settle();
            }
        }

        private void count() {
            if (++steps > limits.steps()) {
                throw new AssertionError("no rest after " + limits.steps() + " steps at "
                        + elapsed().toMillis() + " ms, still scheduled: " + pending());
            }
        }

        @Override
        public void close() {
            CarrierThreads.release();
            drivenBy(null);
        }
    }
}
