// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.flight.FlightEvent.StateChanged;
import io.srf.flight.FlightEvent.TimerFired;
import org.jspecify.annotations.Nullable;

/**
 * Gives one event for all that are alike: states and timers come again in every call, and a recorder keeps thousands of calls.
 *
 * <p>Any thread may use it, without a lock: each event has one place, where a newer one takes the room of an older one. Nothing is lost if threads do not see each
 * other's at once, as events are immutable.
 */
final class Alike {
    /** A power of two; there are fewer than 200 changes of state and timers. */
    private static final int PLACES = 1_024;

    private final @Nullable FlightEvent[] places = new FlightEvent[PLACES];

    /** An event like this one; itself if it is of a kind that hardly comes again. */
    FlightEvent one(FlightEvent event) {
        if (event instanceof StateChanged change) {
            return one(change);
        }
        return event instanceof TimerFired fired ? one(fired) : event;
    }

    private FlightEvent one(StateChanged change) {
        int place = place(change.whose(), change.from(), change.to());
        if (places[place] instanceof StateChanged known
                && known.from().equals(change.from())
                && known.to().equals(change.to())
                && known.whose().equals(change.whose())) {
            return known;
        }
        places[place] = change;
        return change;
    }

    private FlightEvent one(TimerFired fired) {
        int place = place(fired.whose(), fired.timer(), fired.timer());
        if (places[place] instanceof TimerFired known
                && known.timer().equals(fired.timer())
                && known.whose().equals(fired.whose())) {
            return known;
        }
        places[place] = fired;
        return fired;
    }

    private static int place(String whose, Object from, Object to) {
        int hash = (whose.hashCode() * 31 + from.hashCode()) * 31 + to.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
