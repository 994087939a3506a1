// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import java.time.Instant;

/** What time it is, and tasks to run later. Everything in srf that waits, waits through this. */
public interface Timers {
    /** The time of day, as clocks on walls show it; may jump. */
    Instant now();

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanoTime();

    /**
     * Runs a task once, not before this many milliseconds have passed.
     *
     * <p>Which thread runs it is the implementation's to say; the task must not block.
     *
     * @param delayMillis 0 or more
     */
    Timer schedule(long delayMillis, Runnable task);

    /**
     * Lets an alarm ring once, not before this many milliseconds have passed. For the thread that it rings on alone.
     *
     * @param delayMillis 0 or more
     */
    default void set(long delayMillis, Alarm alarm) {
        alarm.waitsIn(schedule(delayMillis, alarm));
    }
}
