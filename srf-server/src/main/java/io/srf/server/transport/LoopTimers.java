// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.srf.time.Alarm;
import io.srf.time.Timer;
import io.srf.time.TimerWheel;
import io.srf.time.Timers;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Real time, and timers whose tasks run on one event loop.
 *
 * <p>The wheel belongs to the loop; other threads hand over to it. The loop is woken when the wheel has something to
 * do and not otherwise: an idle engine does not tick.
 */
final class LoopTimers implements Timers {
    /** The wake-up is later than any other. */
    private static final long NONE = Long.MAX_VALUE;
    /** The wake-up is now, so no other is needed. */
    private static final long AWAKE = Long.MIN_VALUE;

    private final EventLoop loop;
    private final TimerWheel wheel = new TimerWheel(System.nanoTime());
    private long wakeUpNanos = NONE;
    private @Nullable ScheduledFuture<?> wakeUp;

    LoopTimers(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        long deadlineNanos = deadline(delayMillis);
        LoopTimer timer = new LoopTimer(task);
        if (loop.inEventLoop()) {
            timer.start(deadlineNanos);
        } else {
            loop.execute(() -> timer.start(deadlineNanos));
        }
        return timer;
    }

    @Override
    public void set(long delayMillis, Alarm alarm) {
        start(deadline(delayMillis), alarm);
    }

    private long deadline(long delayMillis) {
        return nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    }

    private void start(long deadlineNanos, TimerWheel.Task task) {
        if (wheel.size() == 0) {
            wheel.advanceTo(nanoTime());
        }
        wheel.schedule(deadlineNanos, task);
        arm();
    }

    /** Sees to it that the loop wakes when the wheel needs it. */
    private void arm() {
        long next = wheel.nextNanos();
        if (next < wakeUpNanos) {
            if (wakeUp != null) {
                wakeUp.cancel(false);
            }
            wakeUpNanos = next;
            wakeUp = loop.schedule(this::advance, next - nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void advance() {
        wakeUp = null;
        wakeUpNanos = AWAKE;
        wheel.advanceTo(nanoTime());
        wakeUpNanos = NONE;
        arm();
    }

    /** The number of tasks that wait; for the loop alone. */
    int size() {
        return wheel.size();
    }

    private final class LoopTimer extends TimerWheel.Task implements Timer {
        private final Runnable task;
        private volatile boolean cancelled;

        LoopTimer(Runnable task) {
            this.task = task;
        }

        void start(long deadlineNanos) {
            if (!cancelled) {
                LoopTimers.this.start(deadlineNanos, this);
            }
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            if (loop.inEventLoop()) {
                takeOut();
                return;
            }
            try {
                loop.execute(this::takeOut);
            } catch (RejectedExecutionException e) {
                // The loop has stopped, so nothing runs any more.
            }
        }
    }
}
