// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps a flood of errors from becoming a flood of log lines: so many a second, and then only a count. Any thread may ask. */
final class LogThrottle {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final int linesPerSecond;
    private final LongSupplier nanoTime;
    private final AtomicLong second;
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong held = new AtomicLong();

    LogThrottle(int linesPerSecond, LongSupplier nanoTime) {
        this.linesPerSecond = linesPerSecond;
        this.nanoTime = nanoTime;
        this.second = new AtomicLong(nanoTime.getAsLong());
    }

    /** Whether a line may be logged now; if not, it is counted. */
    boolean permits() {
        long now = nanoTime.getAsLong();
        long began = second.get();
        if (now - began >= SECOND_NANOS && second.compareAndSet(began, now)) {
            lines.set(0);
        }
        if (lines.incrementAndGet() <= linesPerSecond) {
            return true;
        }
        held.incrementAndGet();
        return false;
    }

    /** For the end of a line: how many were not logged since the last, or "". */
    String suppressed() {
        long count = held.getAndSet(0);
        return count == 0 ? "" : " (" + count + " more like this were not logged)";
    }
}
