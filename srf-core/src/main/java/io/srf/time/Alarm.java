// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import org.jspecify.annotations.Nullable;

/**
 * A task that is its own timer, and in a {@link TimerWheel} its own place: for those who have many that wait for long. It waits once at a time.
 *
 * <p>Set and unset by the thread that it rings on, and by no other.
 */
public abstract class Alarm extends TimerWheel.Task {
    /** Where it waits outside of a wheel. */
    private @Nullable Timer elsewhere;

    final void waitsIn(Timer timer) {
        elsewhere = timer;
    }

    /** Sees to it that it does not ring; does nothing if it is not set. */
    public final void unset() {
        takeOut();
        if (elsewhere != null) {
            elsewhere.cancel();
        }
    }
}
