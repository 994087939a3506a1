// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.time.Duration;

/**
 * How long an application's agents wait. Whatever they keep for a request is let go when its time is over.
 *
 * @param firstResponse to the first response that a received INVITE gets from its handler; then 408 is sent. A drachtio-server
 *     gives up after 64 s
 * @param finalResponse to the final response to a received INVITE, counted anew from each provisional one; then 408 is sent
 * @param otherResponse to the final response to a received request that is no INVITE; then 500 is sent, since RFC 4320 §4.2
 *     forbids 408 here. The caller's Timer F is 32 s
 * @param inviteAnswer for the final response to an INVITE that was sent, counted anew from each provisional one; then it is cancelled
 * @param otherAnswer for the final response to any other request that was sent; longer than the engine's own Timer F
 * @param afterwards for what may still come when a transaction has ended: the ACK, the PRACK, the 200 that crosses a CANCEL
 */
public record AppLimits(
        Duration firstResponse,
        Duration finalResponse,
        Duration otherResponse,
        Duration inviteAnswer,
        Duration otherAnswer,
        Duration afterwards) {
    /** What holds unless told otherwise. */
    public static final AppLimits DEFAULT = new AppLimits(
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofSeconds(40),
            Duration.ofSeconds(40));

    /** Checks that every limit is positive. */
    public AppLimits {
        for (Duration limit :
                new Duration[] {firstResponse, finalResponse, otherResponse, inviteAnswer, otherAnswer, afterwards}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a limit must be positive, found " + limit);
            }
        }
    }
}
