// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

/** The timers of RFC 3261 §17 (appendix A lists them) and RFC 6026, in milliseconds. */
public final class SipTimers {
    /** The estimate of a round trip (§17.1.1.1). */
    public static final long T1 = 500;
    /** The longest pause between two retransmissions (§17.1.2.2). */
    public static final long T2 = 4_000;
    /** How long a message may stay in the network (§17.1.2.2). */
    public static final long T4 = 5_000;
    /** How long a transaction waits: Timers B, F, H, J, L and M (§17, RFC 6026 §7). */
    public static final long GIVE_UP = 64 * T1;
    /** Timer D over an unreliable transport (§17.1.1.2). */
    public static final long TIMER_D = 32_000;
    /** How long an INVITE may go unanswered before its server transaction sends a 100 (§17.2.1). */
    public static final long TRYING_AFTER = 200;

    private SipTimers() {}
}
