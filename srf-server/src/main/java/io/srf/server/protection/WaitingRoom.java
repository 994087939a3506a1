// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait for something, in the order in which they came. There are never too many, of a source or of all together: the one that has waited longest makes room for
 * the next, so that nobody keeps others out by waiting. Any thread may use it.
 */
final class WaitingRoom<T> {
    private final Deque<Guest<T>> guests = new ArrayDeque<>();
    private final int maxOfSource;
    private final int max;

    WaitingRoom(int maxOfSource, int max) {
        this.maxOfSource = maxOfSource;
        this.max = max;
    }

    /** One that waits, and the source that it came from. */
    record Guest<T>(T who, long source) {}

    /** Lets one in; returns who has to go for that, or null. */
    synchronized @Nullable Guest<T> enter(T who, long source) {
        guests.add(new Guest<>(who, source));
        long ofSource =
                guests.stream().filter(guest -> guest.source() == source).count();
        if (ofSource > maxOfSource) {
            return oldestOf(source);
        }
        return guests.size() > max ? guests.poll() : null;
    }

    private @Nullable Guest<T> oldestOf(long source) {
        Iterator<Guest<T>> waiting = guests.iterator();
        while (waiting.hasNext()) {
            Guest<T> guest = waiting.next();
            if (guest.source() == source) {
                waiting.remove();
                return guest;
            }
        }
        return null;
    }

    /** This one does not wait any more, if it did. */
    synchronized void leave(T who) {
        guests.removeIf(guest -> guest.who().equals(who));
    }
}
