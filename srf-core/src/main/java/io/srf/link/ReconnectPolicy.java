// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/**
 * How long to wait before each attempt to connect again: exponential, with a cap and jitter.
 *
 * @param firstMillis before the first attempt, at least 1
 * @param factor by which each delay exceeds the one before, at least 1
 * @param maxMillis no delay is longer, jitter aside
 * @param jitter the part of a delay, 0 to 1, by which it is lengthened at random, so that clients do not return all at once
 * @param maxAttempts after a link was lost or could not be opened; 0 for none, {@link #UNLIMITED} for no limit
 */
public record ReconnectPolicy(long firstMillis, double factor, long maxMillis, double jitter, int maxAttempts) {
    /** No limit on attempts. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** 255 ms, 433 ms, 737 ms … 30 s, each up to a fifth longer, without end. */
    public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(255, 1.7, 30_000, 0.2, UNLIMITED);

    /** No second attempt. */
    public static final ReconnectPolicy NEVER = new ReconnectPolicy(255, 1.7, 30_000, 0.2, 0);

    /** Checks the bounds. */
    public ReconnectPolicy {
        if (firstMillis < 1
                || maxMillis < firstMillis
                || !(factor >= 1)
                || !(jitter >= 0 && jitter <= 1)
                || maxAttempts < 0) {
            throw new IllegalArgumentException("expected 1 <= firstMillis <= maxMillis, factor >= 1, jitter 0 to 1 and "
                    + "maxAttempts >= 0, found " + firstMillis + ", " + maxMillis + ", " + factor + ", " + jitter
                    + ", " + maxAttempts);
        }
    }

    /**
     * The delay before an attempt.
     *
     * @param attempt 1 for the first
     * @param random 0 to 1, decides how much of the jitter is added
     */
    public long delayMillis(int attempt, double random) {
        double base = Math.min((double) maxMillis, firstMillis * Math.pow(factor, attempt - 1));
        return (long) (base * (1 + jitter * random));
    }
}
