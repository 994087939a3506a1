// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.SessionStoreException;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.function.Supplier;

/** Interrupts a call that takes too long. After it, the thread's interrupt status is clear. */
final class TimeLimit {
    private final Timers timers;
    private final long millis;
    private final Runnable onTimeout;

    /**
     * A limit for any number of calls.
     *
     * @param onTimeout told when a call is interrupted
     */
    TimeLimit(Timers timers, long millis, Runnable onTimeout) {
        this.timers = timers;
        this.millis = millis;
        this.onTimeout = onTimeout;
    }

    /**
     * Makes a call on this thread.
     *
     * @throws SessionStoreException if it was interrupted and failed
     */
    <T> T call(Supplier<T> call) {
        Watch watch = new Watch(Thread.currentThread());
        Timer timer = timers.schedule(millis, watch::expire);
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw watch.expired() ? new SessionStoreException("no answer within " + millis + " ms", e) : e;
        } finally {
            timer.cancel();
            watch.finish();
        }
    }

    /** Sees to it that the thread is interrupted during the call or not at all. */
    private final class Watch {
        private final Thread caller;
        private boolean finished;
        private boolean expired;

        Watch(Thread caller) {
            this.caller = caller;
        }

        synchronized void expire() {
            if (!finished) {
                expired = true;
                onTimeout.run();
                caller.interrupt();
            }
        }

        synchronized boolean expired() {
            return expired;
        }

        synchronized void finish() {
            finished = true;
            if (expired) {
                Thread.interrupted();
            }
        }
    }
}
