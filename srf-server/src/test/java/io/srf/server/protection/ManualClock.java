// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Duration;
import java.time.Instant;

/** A clock that a test moves. It has no timers. */
final class ManualClock implements Timers {
    private long nanos = -5;

    void passes(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        throw new UnsupportedOperationException("no timers");
    }
}
