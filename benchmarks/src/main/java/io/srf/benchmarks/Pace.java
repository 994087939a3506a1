// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets something happen so many times a second at most. For one thread. */
final class Pace {
    private final long step;
    private long next = System.nanoTime();

    private Pace(long step) {
        this.step = step;
    }

    /** As fast as can be. */
    static Pace unlimited() {
        return new Pace(0);
    }

    static Pace perSecond(int times) {
        return new Pace(TimeUnit.SECONDS.toNanos(1) / times);
    }

    /** Waits until it is time for the next. */
    void await() {
        for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        next += step;
    }
}
