// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.Event.TimerFired;
import io.srf.time.Alarm;
import io.srf.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Has timers: few, each name once. A timer that was stopped never fires.
 *
 * <p>One of them it is itself, the others are objects of their own: the one that a transaction still has when it was answered, and has for long, needs none.
 */
abstract class Timed extends Alarm {
    /** Null while it is none itself. */
    private @Nullable TimerName name;

    private long millis;
    private @Nullable Other others;

    /** Where the timers wait. */
    abstract Timers timers();

    /** A timer fired. */
    abstract void fired(TimerFired event);

    final void startTimer(TimerName timer, long after) {
        stopTimer(timer);
        if (name == null) {
            name = timer;
            millis = after;
            timers().set(after, this);
        } else {
            others = new Other(timer, after, others);
            timers().set(after, others);
        }
    }

    final void stopTimer(TimerName timer) {
        if (name == timer) {
            stopOwn();
            return;
        }
        for (Other other = others; other != null; other = other.next) {
            if (other.name == timer) {
                other.unset();
                remove(other);
                return;
            }
        }
    }

    private void stopOwn() {
        name = null;
        unset();
    }

    final void stopTimers() {
        stopOwn();
        for (Other other = others; other != null; other = other.next) {
            other.unset();
        }
        others = null;
    }

    @Override
    public final void run() {
        TimerName own = name;
        if (own != null) {
            name = null;
            fired(new TimerFired(own, millis));
        }
    }

    /** Returns whether it was running. */
    private boolean remove(Other gone) {
        Other before = null;
        for (Other other = others; other != null; other = other.next) {
            if (other != gone) {
                before = other;
            } else if (before == null) {
                others = other.next;
                return true;
            } else {
                before.next = other.next;
                return true;
            }
        }
        return false;
    }

    private final class Other extends Alarm {
        private final TimerName name;
        private final long millis;
        private @Nullable Other next;

        Other(TimerName name, long millis, @Nullable Other next) {
            this.name = name;
            this.millis = millis;
            this.next = next;
        }

        @Override
        public void run() {
            if (remove(this)) {
                fired(new TimerFired(name, millis));
            }
        }
    }
}
