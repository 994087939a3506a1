// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

/**
 * How much a recorder keeps.
 *
 * @param bytes how much memory, at most; 64 KiB at least, or 0, which switches the recorder off. It is allocated as it is needed. A call between two
 *     parties takes about 15 KB
 */
public record RecorderLimits(long bytes) {
    /** The default of {@link #bytes()}. */
    public static final long BYTES = 32L << 20;

    private static final long MIN_BYTES = 64 << 10;
    private static final long MAX_BYTES = 1L << 40;

    /** What a recorder in production keeps. */
    public static final RecorderLimits DEFAULT = new RecorderLimits(BYTES);
    /** Nothing is recorded. */
    public static final RecorderLimits OFF = new RecorderLimits(0);

    /** Checks the bound. */
    public RecorderLimits {
        if (bytes != 0 && (bytes < MIN_BYTES || bytes > MAX_BYTES)) {
            throw new IllegalArgumentException(
                    "bytes is " + bytes + ", expected: 0, or " + MIN_BYTES + " to " + MAX_BYTES);
        }
    }
}
