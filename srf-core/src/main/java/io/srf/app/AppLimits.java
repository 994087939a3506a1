// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.time.Duration;

/**
 * How long an application's agents wait, and how much they take on. Whatever they keep for a request is let go when its time is over.
 *
 * @param firstResponse for the first response to a received INVITE; then it is answered with 408. A drachtio-server gives up after 64 s
 * @param ringing for the final response to an INVITE that was received or sent, counted anew from each provisional one; then it is answered
 *     with 408, or cancelled
 * @param otherResponse for the final response to a received request that is no INVITE; then it is answered with 500, as 408 is not
 *     allowed here (RFC 4320 §4.2). The caller gives up after 32 s (Timer F)
 * @param transaction for the final response to a request that was sent and is no INVITE, and for what may follow the end of an INVITE:
 *     its ACK, a PRACK, a 200 that crosses a CANCEL. Longer than the engine's own 64·T1
 * @param maxReceived the number of received requests that may wait for their answers on one link; one more that is outside of
 *     dialogs is answered with 503
 */
public record AppLimits(
        Duration firstResponse, Duration ringing, Duration otherResponse, Duration transaction, int maxReceived) {
    /** What holds unless told otherwise: 60 s, 1 h, 30 s, 40 s, 50,000 requests. */
    public static final AppLimits DEFAULT = new AppLimits(
            Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofSeconds(40), 50_000);

    /** Checks that every limit is positive. */
    public AppLimits {
        for (Duration limit : new Duration[] {firstResponse, ringing, otherResponse, transaction}) {
            if (limit.toMillis() < 1) {
                throw new IllegalArgumentException("a limit is " + limit + ", expected: ≥ 1 ms");
            }
        }
        if (maxReceived < 1) {
            throw new IllegalArgumentException("maxReceived is " + maxReceived + ", expected: ≥ 1");
        }
    }
}
