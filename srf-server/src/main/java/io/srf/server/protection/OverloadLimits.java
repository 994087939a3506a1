// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import java.time.Duration;

/**
 * When a shard refuses new requests with 503 and Retry-After. Requests in dialogs are never refused for that.
 *
 * @param maxWait messages or tasks that waited for so long begin it
 * @param calmWait and waits from this on let it last
 * @param maxMemory a share of the memory above 0 and up to 1 that begins it: of the heap after a collection, of the buffers outside of it
 * @param calmMemory and shares from this on let it last
 * @param maxDialogs of the shard: beyond it only requests that may make a dialog are refused
 */
public record OverloadLimits(Duration maxWait, Duration calmWait, double maxMemory, double calmMemory, int maxDialogs) {
    /** The default of {@link #maxWait()}: T2 (RFC 3261 §17.1.2.2). A JVM that has just begun may be slow for seconds, which repetitions make up for. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(4);
    /** The longest {@link #maxWait()}. */
    public static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** The default of {@link #calmWait()}: T1 (RFC 3261 §17.1.1.1), so nothing is repeated for it. */
    public static final Duration CALM_WAIT = Duration.ofMillis(500);
    /** The default of {@link #maxMemory()}. */
    public static final double MAX_MEMORY = 0.92;
    /** The default of {@link #calmMemory()}. */
    public static final double CALM_MEMORY = 0.88;
    /** The default of {@link #maxDialogs()}. */
    public static final int MAX_DIALOGS = 200_000;

    private static final int CALM_PART = 8;

    /** How long all has to be calm until requests are served again. */
    public static final Duration HOLD = Duration.ofMillis(200);

    /** The usual limits. */
    public static final OverloadLimits DEFAULT =
            new OverloadLimits(MAX_WAIT, CALM_WAIT, MAX_MEMORY, CALM_MEMORY, MAX_DIALOGS);

    /** Checks that the bounds fit together. */
    public OverloadLimits {
        if (!calmWait.isPositive() || maxWait.compareTo(calmWait) < 0 || maxWait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("overload begins at a wait of " + maxWait + " and ends at " + calmWait
                    + ", expected: ≤ " + LONGEST_WAIT + ", ≤ the first and > 0");
        }
        if (!(calmMemory > 0 && calmMemory <= maxMemory && maxMemory <= 1)) {
            throw new IllegalArgumentException("overload begins at a memory share of " + maxMemory + " and ends at "
                    + calmMemory + ", expected: ≤ 1, ≤ the first and > 0");
        }
        if (maxDialogs < 1) {
            throw new IllegalArgumentException("maxDialogs is " + maxDialogs + ", expected: ≥ 1");
        }
    }

    /** The same with another time that begins it; it ends at an eighth of that. */
    public OverloadLimits withMaxWait(Duration wait) {
        return new OverloadLimits(wait, wait.dividedBy(CALM_PART), maxMemory, calmMemory, maxDialogs);
    }

    /** The same with another bound of dialogs. */
    public OverloadLimits withMaxDialogs(int dialogs) {
        return new OverloadLimits(maxWait, calmWait, maxMemory, calmMemory, dialogs);
    }
}
