// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/**
 * How large the frames may be that an application sends to an engine.
 *
 * @param maxBytes a longer frame, with its length in front, is not sent
 * @param pacedBytes after a longer frame nothing is sent until it is answered
 */
public record FrameLimits(int maxBytes, int pacedBytes) {
    /**
     * What a drachtio-server bears: it reads up to 8,192 bytes at a time into a ring of 12,228, so a longer frame never completes, and one longer
     * than the difference may be overwritten by what follows it.
     */
    public static final FrameLimits CPP_SERVER = new FrameLimits(12_228, 12_228 - 8_192);

    /** No limits but that of an int. */
    public static final FrameLimits NONE = new FrameLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** Checks the bounds. */
    public FrameLimits {
        if (pacedBytes < 1 || maxBytes < pacedBytes) {
            throw new IllegalArgumentException(
                    "expected 1 ≤ pacedBytes ≤ maxBytes, found " + pacedBytes + " and " + maxBytes);
        }
    }
}
