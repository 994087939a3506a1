// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import java.time.Instant;

/** The real clock, and timers that run on one daemon thread. Any thread may schedule and cancel; none ever waits for another. */
public final class SystemTimers implements Timers, AutoCloseable {
    private SystemTimers() {}

    /** Starts the thread. */
    public static SystemTimers start(String threadName) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /** Stops the thread; what waits never runs. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
