// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.replay;

import org.jspecify.annotations.Nullable;

/**
 * Where a replay went another way than its recording.
 *
 * @param event the index of the recorded event that had come; for a message too many, of the last before it
 * @param leg the Call-ID of the leg, as it was recorded or, for a leg too many, as it is now
 * @param expected the method or status that was recorded; null if nothing more was
 * @param actual what was sent; null if nothing was
 */
public record Difference(
        int event,
        String leg,
        @Nullable String expected,
        @Nullable String actual) {
    @Override
    public String toString() {
        return "at event " + event + ", leg " + leg + ": expected "
                + (expected == null ? "no more" : expected) + ", but "
                + (actual == null ? "nothing was sent" : actual + " was sent");
    }
}
