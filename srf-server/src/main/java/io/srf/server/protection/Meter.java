// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import java.time.Duration;

/**
 * Says when a source does something too often: more than a burst at once, and after that more than so many in a time.
 *
 * <p>Per source it keeps the one time at which all is forgotten (the generic cell rate algorithm of ATM). Any thread may use it, without a lock.
 */
public final class Meter {
    private final SourceTable table;
    private final long intervalNanos;
    private final long toleranceNanos;

    /**
     * Allows a number of events in each time, and as many at once as {@code burst} says.
     *
     * @param events 1 at least
     * @param sources how many are remembered; the one that has been best for longest is forgotten first
     */
    public Meter(int events, Duration per, int burst, int sources) {
        table = new SourceTable(sources);
        intervalNanos = Math.max(1, per.toNanos() / events);
        toleranceNanos = (burst - 1) * intervalNanos;
    }

    /** A meter that finds the last of so many events in a time to be too many. */
    public static Meter ofOffences(int offences, Duration within) {
        return new Meter(offences, within, offences - 1, SourceTable.SOURCES);
    }

    /**
     * Counts an event, unless it is one too many.
     *
     * @param source as {@link Sources} has it
     * @param now in nanoseconds, above 0
     * @return whether it is one too many
     */
    public boolean exceeds(long source, long now) {
        long since = Math.max(table.get(source), now);
        if (since - now > toleranceNanos) {
            return true;
        }
        table.put(source, since + intervalNanos);
        return false;
    }

    /** Forgets what a source did. */
    public void forgive(long source) {
        table.remove(source);
    }
}
