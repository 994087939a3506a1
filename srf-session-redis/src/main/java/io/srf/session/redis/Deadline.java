// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.time.Duration;

/** The moment by which an operation must be over, by {@link System#nanoTime}. */
record Deadline(long nanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return leftNanos() <= 0;
    }

    long leftNanos() {
        return nanos - System.nanoTime();
    }
}
