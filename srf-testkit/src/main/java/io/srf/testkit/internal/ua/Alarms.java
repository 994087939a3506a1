// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The timers of a phone, each with a name, so that those still running can be listed. */
public final class Alarms {
    private final String owner;
    private final Timers timers;
    private final Set<Alarm> running = new LinkedHashSet<>();

    /** Alarms of a phone with this name, by this clock. */
    public Alarms(String owner, Timers timers) {
        this.owner = owner;
        this.timers = timers;
    }

    /** Runs a task once after this many milliseconds. */
    public Timer set(String what, long delayMillis, Runnable task) {
        Alarm alarm = new Alarm(what, task);
        running.add(alarm);
        alarm.timer = timers.schedule(delayMillis, alarm);
        return alarm;
    }

    /** The names of those that have not run yet. */
    public List<String> running() {
        return running.stream().map(Alarm::toString).toList();
    }

    /** Cancels all. */
    public void cancelAll() {
        List.copyOf(running).forEach(Alarm::cancel);
    }

    private final class Alarm implements Timer, Runnable {
        private final String what;
        private final Runnable task;
        private Timer timer = () -> {};

        Alarm(String what, Runnable task) {
            this.what = what;
            this.task = task;
        }

        @Override
        public void run() {
            if (running.remove(this)) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            running.remove(this);
            timer.cancel();
        }

        @Override
        public String toString() {
            return owner + ": " + what;
        }
    }
}
