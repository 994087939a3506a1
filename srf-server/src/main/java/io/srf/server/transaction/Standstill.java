// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is much too late was stopped with its process. Another node may have its dialogs, as the application is about to learn and to say: so nothing is ended before it has had
 * the time for that.
 */
public final class Standstill {
    /** What is later than this was not only waiting for its turn. */
    public static final long LATE_MILLIS = 2_000;

    /** How long the application has to ask its session store. */
    public static final long WAIT_MILLIS = 5_000;

    private Standstill() {}

    /**
     * Runs what was due then: now, or after {@link #WAIT_MILLIS} if there was a standstill until now.
     *
     * @return what waits; null if it has been run
     */
    public static @Nullable Timer run(Timers timers, long dueNanos, Runnable task) {
        if (isBetween(dueNanos, timers.nanoTime())) {
            return timers.schedule(WAIT_MILLIS, task);
        }
        task.run();
        return null;
    }

    /** Whether what was due then happens so late now that the process must have stood still. */
    static boolean isBetween(long dueNanos, long nowNanos) {
        return nowNanos - dueNanos > TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS);
    }
}
