// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transaction.Standstill;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.concurrent.TimeUnit;

/**
 * A timer that waits a little longer after a {@link Standstill}. It looks at the time
 * once before it is due, so that it knows of each pause that was longer than {@link #LOOK_AHEAD_MILLIS} and has ended just now. Touched by its shard's loop alone.
 */
final class Unhurried implements Timer {
    /** How long before it is due it looks. */
    static final long LOOK_AHEAD_MILLIS = 10_000;

    private final Timers timers;
    private final Runnable task;
    private final long dueNanos;
    private Timer current;

    private Unhurried(Timers timers, long delayMillis, Runnable task) {
        this.timers = timers;
        this.task = task;
        this.dueNanos = timers.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.current = delayMillis > LOOK_AHEAD_MILLIS
                ? timers.schedule(delayMillis - LOOK_AHEAD_MILLIS, this::look)
                : timers.schedule(delayMillis, this::due);
    }

    /** Runs a task after this time, or somewhat later. */
    static Timer start(Timers timers, long delayMillis, Runnable task) {
        return new Unhurried(timers, delayMillis, task);
    }

    private void look() {
        long left = millisLeft();
        boolean late = left < LOOK_AHEAD_MILLIS - Standstill.LATE_MILLIS;
        current = late
                ? timers.schedule(Math.max(left, Standstill.WAIT_MILLIS), task)
                : timers.schedule(Math.max(left, 0), this::due);
    }

    private void due() {
        Timer waiting = Standstill.run(timers, dueNanos, task);
        if (waiting != null) {
            current = waiting;
        }
    }

    /** Negative if it is late; rounded up. */
    private long millisLeft() {
        return -Math.floorDiv(timers.nanoTime() - dueNanos, TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Override
    public void cancel() {
        current.cancel();
    }
}
