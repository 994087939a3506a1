// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.util.Comparator;

/**
 * A task of a {@link VirtualTime}, ordered by its time and then by its number.
 *
 * @param time nanoseconds since the beginning
 * @param sequence unique
 */
record ScheduledTask(long time, long sequence, Runnable task) implements Comparable<ScheduledTask> {
    private static final Comparator<ScheduledTask> ORDER =
            Comparator.comparingLong(ScheduledTask::time).thenComparingLong(ScheduledTask::sequence);

    void run() {
        task.run();
    }

    /** How long until it runs, and what it is: its own words if it has any, else the class that made it. */
    String describe(long now) {
        String name = task.toString().replaceFirst("(\\$\\$Lambda.*|@[0-9a-f]+)$", "");
        return "+" + Text.millis(time - now) + " ms " + name;
    }

    @Override
    public int compareTo(ScheduledTask other) {
        return ORDER.compare(this, other);
    }
}
