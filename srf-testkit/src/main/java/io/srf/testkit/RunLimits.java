// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;

/**
 * How far a {@link VirtualTime} goes before it takes a run for one that never ends.
 *
 * @param steps events and worker tasks in one call of {@code advance}, {@code runUntil} or {@code runUntilIdle}
 * @param settling real time for the workers to end or wait, after each event
 */
public record RunLimits(int steps, Duration settling) {
    /** A million steps, half a minute. */
    public static final RunLimits DEFAULT = new RunLimits(1_000_000, Duration.ofSeconds(30));

    /** Checks that both are positive. */
    public RunLimits {
        if (steps < 1 || settling.isNegative() || settling.isZero()) {
            throw new IllegalArgumentException("limits must be positive: " + steps + " steps, " + settling);
        }
    }
}
