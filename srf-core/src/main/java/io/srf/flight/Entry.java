// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** One event of a {@link Track}, on top of those before it. All but {@code previous} is fixed when it is published. */
final class Entry {
    /** What an entry takes. */
    static final int BYTES = 48;

    private static final VarHandle PREVIOUS;

    static {
        try {
            PREVIOUS = MethodHandles.lookup().findVarHandle(Entry.class, "previous", Entry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final FlightEvent event;
    /** When it happened, on the recorder's clock. */
    final long nanos;
    /** Where it stands among all events of the recorder. */
    final long position;
    /** How many events its track has had, this one included. */
    int depth;
    /** About how many bytes these took. */
    long total;

    @SuppressWarnings("UnusedVariable") // read by the handle, too
    private @Nullable Entry previous;

    Entry(FlightEvent event, long nanos, long position) {
        this.event = event;
        this.nanos = nanos;
        this.position = position;
    }

    static int bytes(FlightEvent event) {
        return BYTES + event.weight();
    }

    /** Puts it on top of another. */
    void follow(@Nullable Entry before) {
        previous = before;
        depth = before == null ? 1 : before.depth + 1;
        total = (before == null ? 0 : before.total) + bytes(event);
    }

    @Nullable Entry previous() {
        return previous;
    }

    /** Lets go of those before it, and returns the last of them; null if there is none. */
    @Nullable Entry cut() {
        return (Entry) PREVIOUS.getAndSet(this, null);
    }
}
