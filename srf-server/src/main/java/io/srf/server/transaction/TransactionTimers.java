// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.Event.TimerFired;
import io.srf.time.Timer;
import io.srf.time.Timers;
import org.jspecify.annotations.Nullable;

/** The running timers of one transaction: few, each name once. A timer that was stopped never fires. */
final class TransactionTimers {
    private final Timers timers;
    private final Driver owner;
    private @Nullable Running first;

    TransactionTimers(Timers timers, Driver owner) {
        this.timers = timers;
        this.owner = owner;
    }

    void start(TimerName name, long millis) {
        stop(name);
        Running timer = new Running(name, millis, first);
        first = timer;
        timer.waiting = timers.schedule(millis, timer);
    }

    void stop(TimerName name) {
        for (Running timer = first; timer != null; timer = timer.next) {
            if (timer.name == name) {
                timer.cancel();
                remove(timer);
                return;
            }
        }
    }

    void stopAll() {
        for (Running timer = first; timer != null; timer = timer.next) {
            timer.cancel();
        }
        first = null;
    }

    /** Returns whether it was running. */
    private boolean remove(Running gone) {
        Running before = null;
        for (Running timer = first; timer != null; timer = timer.next) {
            if (timer != gone) {
                before = timer;
            } else if (before == null) {
                first = timer.next;
                return true;
            } else {
                before.next = timer.next;
                return true;
            }
        }
        return false;
    }

    private final class Running implements Runnable {
        private final TimerName name;
        private final long millis;
        private @Nullable Running next;
        private @Nullable Timer waiting;

        Running(TimerName name, long millis, @Nullable Running next) {
            this.name = name;
            this.millis = millis;
            this.next = next;
        }

        void cancel() {
            if (waiting != null) {
                waiting.cancel();
            }
        }

        @Override
        public void run() {
            if (remove(this)) {
                owner.fired(new TimerFired(name, millis));
            }
        }
    }
}
