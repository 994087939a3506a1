// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

/**
 * What the engine wants of session timers by itself (RFC 4028). Applications and peers may ask for them whatever it wants.
 *
 * @param interval in seconds, that calls are refreshed in where neither application nor peer says anything; 0 for no refreshing
 * @param minSe the shortest interval, in seconds, that a peer may ask for; a shorter one is refused with 422
 */
public record SessionTimerOptions(int interval, int minSe) {
    /** The shortest interval there is (RFC 4028 §5). */
    public static final int SHORTEST_INTERVAL = 90;
    /** The interval that RFC 4028 §4 recommends. */
    public static final int RECOMMENDED_INTERVAL = 1_800;

    /** Refreshes only where application or peer ask for it, in any interval that RFC 4028 allows. */
    public static final SessionTimerOptions DEFAULT = new SessionTimerOptions(0, SHORTEST_INTERVAL);

    /** Checks that both are long enough. Throws {@link IllegalArgumentException} if not. */
    public SessionTimerOptions {
        if (minSe < SHORTEST_INTERVAL) {
            throw new IllegalArgumentException("the minimum session interval is " + minSe + " s, expected: at least "
                    + SHORTEST_INTERVAL + " s (RFC 4028 §5)");
        }
        if (interval != 0 && interval < minSe) {
            throw new IllegalArgumentException("the session interval is " + interval
                    + " s, expected: 0 for none, or at least the minimum of " + minSe + " s");
        }
    }
}
