// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

/**
 * How many new requests one source may send. Requests in dialogs, ACK, CANCEL and repetitions do not count.
 *
 * @param perSecond on average; 0 for as many as it likes
 * @param burst at once
 * @param sources how many are remembered
 * @param answered whether those above get 503 with Retry-After; false if they are dropped
 */
public record RateLimit(int perSecond, int burst, int sources, boolean answered) {
    /** No limit. */
    public static final RateLimit NONE = new RateLimit(0, 1, SourceTable.SOURCES, true);

    /** Checks the bounds. */
    public RateLimit {
        if (perSecond < 0 || burst < 1 || sources < 1) {
            throw new IllegalArgumentException("rate limit " + perSecond + "/s, burst " + burst + ", " + sources
                    + " sources, expected: ≥ 0, ≥ 1, ≥ 1");
        }
    }

    /** So many each second, the double at once; the others get 503. */
    public static RateLimit perSecond(int requests) {
        return new RateLimit(requests, Math.max(1, 2 * requests), SourceTable.SOURCES, true);
    }

    /** The same with another burst. */
    public RateLimit withBurst(int requests) {
        return new RateLimit(perSecond, requests, sources, answered);
    }

    /** The same that drops what is above. */
    public RateLimit dropping() {
        return new RateLimit(perSecond, burst, sources, false);
    }
}
