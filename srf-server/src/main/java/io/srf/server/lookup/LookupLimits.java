// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

/**
 * Bounds of finding targets and of trying them.
 *
 * @param underWay how many look-ups of names may be under way in an engine; more fail at once
 * @param millis how long a look-up may take in all
 * @param targets how many targets of one request are tried
 * @param tryingMillis after this time since its first target, a request is sent to no other one
 */
public record LookupLimits(int underWay, long millis, int targets, long tryingMillis) {
    /** The default of {@link #underWay()}. */
    public static final int MAX_UNDER_WAY = 10_000;
    /** The default of {@link #millis()}: a caller waits no longer for a name server. */
    public static final long MAX_MILLIS = 4_000;
    /** The default of {@link #targets()}. */
    public static final int MAX_TARGETS = 8;
    /** The default of {@link #tryingMillis()}: Timer C (RFC 3261 §16.6). */
    public static final long MAX_TRYING_MILLIS = 180_000;

    /** The defaults. */
    public static final LookupLimits DEFAULT =
            new LookupLimits(MAX_UNDER_WAY, MAX_MILLIS, MAX_TARGETS, MAX_TRYING_MILLIS);

    /** Checks that all are at least 1. */
    public LookupLimits {
        if (underWay < 1 || millis < 1 || targets < 1 || tryingMillis < 1) {
            throw new IllegalArgumentException("a limit of look-ups is less than 1, expected: ≥ 1");
        }
    }
}
