// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** At most one running time limit: a new one takes the place of the old one, and after {@link #end()} none starts. */
final class Deadline {
    private static final Timer NONE = () -> {};
    private static final Timer ENDED = () -> {};

    private final Timers timers;
    private final AtomicReference<Timer> running = new AtomicReference<>(NONE);

    Deadline(Timers timers) {
        this.timers = timers;
    }

    void start(Duration delay, Runnable task) {
        Timer timer = timers.schedule(delay.toMillis(), task);
        Timer previous = running.getAndUpdate(now -> now == ENDED ? ENDED : timer);
        (previous == ENDED ? timer : previous).cancel();
    }

    void end() {
        running.getAndSet(ENDED).cancel();
    }
}
