// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

/**
 * Tasks that wait for their time, for one thread.
 *
 * <p>Not thread-safe: its owner schedules, cancels and advances.
 */
public final class TimerWheel {
    /** The grain of time: tasks run up to this late. */
    public static final long TICK_NANOS = 10_000_000;

    /** An empty wheel whose time is {@code nowNanos}. */
    public TimerWheel(long nowNanos) {}

    /**
     * Runs a task once, not before the deadline. Tasks of one tick run in the order they were scheduled.
     *
     * @param deadlineNanos on the same clock as {@link #advanceTo}
     */
    public Timer schedule(long deadlineNanos, Runnable task) {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves time forward and runs what is due. A task may schedule and cancel; one that throws is logged.
     *
     * @return the number of tasks that ran
     */
    public int advanceTo(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The time at which {@link #advanceTo} next has something to do, never later than the first deadline's tick; {@link Long#MAX_VALUE} if nothing waits. */
    public long nextNanos() {
        throw new UnsupportedOperationException();
    }

    /** The number of tasks that wait. */
    public int size() {
        throw new UnsupportedOperationException();
    }
}
