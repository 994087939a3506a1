// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** At most one running time limit: a new one takes the place of the old one, and after {@link #end()} none starts. */
final class Deadline {
    private static final Timer NONE = () -> {};

    private final Timers timers;
    private final AtomicReference<Timer> running = new AtomicReference<>(NONE);
    private volatile boolean ended;

    Deadline(Timers timers) {
        this.timers = timers;
    }

    /** Starts a limit; the check comes last, so that no timer is left when another thread ends this meanwhile. */
    void start(Duration delay, Runnable task) {
        replace(timers.schedule(delay.toMillis(), task));
        if (ended) {
            replace(NONE);
        }
    }

    void end() {
        ended = true;
        replace(NONE);
    }

    private void replace(Timer timer) {
        running.getAndSet(timer).cancel();
    }
}
