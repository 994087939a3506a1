// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.time.Timer;
import io.srf.time.Timers;
import org.jspecify.annotations.Nullable;

/** One timer whose task runs in {@link Serial}, where alone it is started and stopped; once stopped it never runs, even if it ran out just before. */
final class SerialTimer {
    private final Timers timers;
    private final Serial serial;
    private final Runnable task;
    private @Nullable Timer timer;
    private long turn;

    SerialTimer(Timers timers, Serial serial, Runnable task) {
        this.timers = timers;
        this.serial = serial;
        this.task = task;
    }

    /** Starts it, anew if it runs. */
    void start(long delayMillis) {
        stop();
        long started = turn;
        timer = timers.schedule(
                delayMillis,
                () -> serial.run(() -> {
                    if (started == turn) {
                        task.run();
                    }
                }));
    }

    void stop() {
        turn++;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
