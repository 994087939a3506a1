// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import java.time.Duration;

/**
 * When a source that offends is blocked by itself. An offence is a request above the {@link RateLimit}, one of a {@link Scanners scanner}, a malformed one
 * outside of calls, and what is no message at all.
 *
 * @param offences so many block it; 0 for never
 * @param within in this time
 * @param time how long it is blocked
 */
public record BlockRule(int offences, Duration within, Duration time) {
    /** The default of {@link #within()}. */
    public static final Duration WITHIN = Duration.ofMinutes(1);
    /** The default of {@link #time()}. */
    public static final Duration TIME = Duration.ofMinutes(10);

    private static final Duration SHORTEST = Duration.ofMillis(1);
    /** The longest {@link #within()} and {@link #time()}. */
    public static final Duration LONGEST = Duration.ofDays(3_650);

    private static final String BOUNDS = "1 ms to " + LONGEST.toDays() + " days";

    /** Never: the address in a datagram may be forged, and then the wrong one would be blocked. */
    public static final BlockRule NEVER = new BlockRule(0, WITHIN, TIME);

    /** Checks the bounds. */
    public BlockRule {
        if (offences < 0 || !isInBounds(within) || !isInBounds(time)) {
            throw new IllegalArgumentException("blocked for " + time + " after " + offences + " offences within "
                    + within + ", expected: " + BOUNDS + ", ≥ 0, " + BOUNDS);
        }
    }

    private static boolean isInBounds(Duration time) {
        return time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0;
    }

    /** After so many offences in a minute, for ten minutes. */
    public static BlockRule after(int offences) {
        return new BlockRule(offences, WITHIN, TIME);
    }
}
