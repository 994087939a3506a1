// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.time.Timer;

/** Does something again after T1, then after pauses that double up to a limit, until it is stopped. */
public final class Retransmission {
    private final Alarms alarms;
    private final String what;
    private final long longest;
    private final Runnable again;
    private long pause = SipTimers.T1;
    private Timer timer = () -> {};

    /**
     * Begins.
     *
     * @param what the name of the timer
     * @param longest pause in milliseconds
     */
    public static Retransmission start(Alarms alarms, String what, long longest, Runnable again) {
        Retransmission retransmission = new Retransmission(alarms, what, longest, again);
        retransmission.arm();
        return retransmission;
    }

    private Retransmission(Alarms alarms, String what, long longest, Runnable again) {
        this.alarms = alarms;
        this.what = what;
        this.longest = longest;
        this.again = again;
    }

    private void arm() {
        timer = alarms.set(what, pause, this::fire);
    }

    private void fire() {
        pause = Math.min(2 * pause, longest);
        arm();
        again.run();
    }

    /** Makes every pause from the next on the longest (RFC 3261 §17.1.2.2, Timer E in Proceeding). */
    void slowDown() {
        pause = longest;
    }

    /** Stops; may be called twice. */
    public void stop() {
        timer.cancel();
    }
}
