// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.Event.TimerFired;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running timers of one transaction: few, each name once. A timer that was stopped never fires. */
final class TransactionTimers {
    private final Timers timers;
    private final Consumer<TimerFired> owner;
    private final List<Running> running = new ArrayList<>(2);

    TransactionTimers(Timers timers, Consumer<TimerFired> owner) {
        this.timers = timers;
        this.owner = owner;
    }

    void start(TimerName name, long millis) {
        stop(name);
        Running timer = new Running(name, millis);
        running.add(timer);
        timer.waiting = timers.schedule(millis, timer);
    }

    void stop(TimerName name) {
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).name == name) {
                running.remove(i).cancel();
                return;
            }
        }
    }

    void stopAll() {
        running.forEach(Running::cancel);
        running.clear();
    }

    private final class Running implements Runnable {
        private final TimerName name;
        private final long millis;
        private @Nullable Timer waiting;

        Running(TimerName name, long millis) {
            this.name = name;
            this.millis = millis;
        }

        void cancel() {
            if (waiting != null) {
                waiting.cancel();
            }
        }

        @Override
        public void run() {
            if (running.remove(this)) {
                owner.accept(new TimerFired(name, millis));
            }
        }
    }
}
