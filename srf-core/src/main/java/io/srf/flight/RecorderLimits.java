// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

/**
 * How much a recorder keeps. What is over a bound makes what is oldest go.
 *
 * @param callIds how many Call-IDs, of calls that go on and of calls that are over; a back-to-back call has two. 0 switches the recorder off
 * @param eventsPerCallId how many events of one Call-ID; up to a quarter more is kept for a while
 * @param bytes about how much memory in all
 */
public record RecorderLimits(int callIds, int eventsPerCallId, long bytes) {
    /** The default of {@link #callIds()}. */
    public static final int CALL_IDS = 10_000;
    /** The default of {@link #eventsPerCallId()}. */
    public static final int EVENTS_PER_CALL_ID = 400;
    /** The default of {@link #bytes()}. */
    public static final long BYTES = 32L << 20;

    /** What a recorder in production keeps. */
    public static final RecorderLimits DEFAULT = new RecorderLimits(CALL_IDS, EVENTS_PER_CALL_ID, BYTES);
    /** Nothing is recorded. */
    public static final RecorderLimits OFF = new RecorderLimits(0, EVENTS_PER_CALL_ID, BYTES);

    /** Checks the bounds. */
    public RecorderLimits {
        if (callIds < 0) {
            throw new IllegalArgumentException("callIds is " + callIds + ", expected: ≥ 0");
        }
        if (eventsPerCallId < 1) {
            throw new IllegalArgumentException("eventsPerCallId is " + eventsPerCallId + ", expected: ≥ 1");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes is " + bytes + ", expected: ≥ 1");
        }
    }
}
