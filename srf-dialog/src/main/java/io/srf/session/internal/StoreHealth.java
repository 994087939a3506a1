// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.time.Timers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the store answers, and how long to leave it alone if it does not. Logs the beginning and the end of an outage. */
final class StoreHealth {
    /** The pause after the first failed write. It doubles with each further one. */
    static final long FIRST_PAUSE_MILLIS = 100;

    /** The longest pause; so short because it may be one record that fails, while others could be written. */
    static final long MAX_PAUSE_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    private final Timers timers;
    private volatile boolean failing;
    private long pauseMillis;
    private int pauses;
    private long sinceNanos;

    StoreHealth(Timers timers) {
        this.timers = timers;
    }

    boolean failing() {
        return failing;
    }

    /** A write failed, and a pause begins; returns its length in milliseconds. */
    synchronized long failed(Throwable cause, int unsaved) {
        if (!failing) {
            begin(cause, unsaved);
        } else {
            pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
            pauses++;
        }
        return pauseMillis;
    }

    /** Something else failed, for which no writer pauses. */
    synchronized void noticed(Throwable cause) {
        if (!failing) {
            begin(cause, 0);
        }
    }

    private void begin(Throwable cause, int unsaved) {
        failing = true;
        pauseMillis = FIRST_PAUSE_MILLIS;
        pauses = 1;
        sinceNanos = timers.nanoTime();
        LOG.warn("The session store fails; calls go on, {} wait to be saved: {}", unsaved, cause.toString());
        LOG.debug("Why the session store fails", cause);
    }

    /** The store has answered. */
    void answered() {
        if (failing) {
            recovered();
        }
    }

    private synchronized void recovered() {
        if (failing) {
            failing = false;
            LOG.info(
                    "The session store answers again after {} and {} pauses",
                    Duration.ofNanos(timers.nanoTime() - sinceNanos),
                    pauses);
        }
    }
}
