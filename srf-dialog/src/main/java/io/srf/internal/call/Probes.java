// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.internal.dialog.DialogState.Phase;
import io.srf.time.Timers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks dialogs that an engine had to be told of whether their other side still is there: one after the other, because after the death of an engine there may
 * be thousands. May be used by any thread.
 */
final class Probes {
    /** How many are asked in a second. */
    static final int PER_SECOND = 200;

    private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private final Timers timers;
    private final AtomicLong lastTurn;

    Probes(Timers timers) {
        this.timers = timers;
        this.lastTurn = new AtomicLong(timers.nanoTime() - GAP_NANOS);
    }

    /** Asks when it is this leg's turn, if it is still up then. A task of its call's mailbox. */
    void soon(Leg leg) {
        long wait = TimeUnit.NANOSECONDS.toMillis(nanosToTurn());
        if (wait == 0) {
            Probe.send(leg);
        } else {
            leg.call().later(Duration.ofMillis(wait), () -> askIfUp(leg));
        }
    }

    private long nanosToTurn() {
        long now = timers.nanoTime();
        long turn = lastTurn.updateAndGet(last -> last + GAP_NANOS - now < 0 ? now : last + GAP_NANOS);
        return turn - now;
    }

    private static void askIfUp(Leg leg) {
        if (leg.phase() == Phase.CONFIRMED) {
            Probe.send(leg);
        }
    }
}
