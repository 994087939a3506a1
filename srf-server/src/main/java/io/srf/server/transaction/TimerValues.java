// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/**
 * How long transactions wait, in milliseconds (RFC 3261 §17, Table 4). The timers not listed are 64·T1 (B, F, H, J, L, M), T4 (I, K), or begin at T1 (A,
 * E, G).
 *
 * @param t1 the estimated round trip
 * @param t2 the longest interval between repetitions of a non-INVITE request or a response
 * @param t4 how long a message may stay in the network
 * @param d how long repetitions of an INVITE's failure are acknowledged on unreliable transports
 * @param c how long an INVITE may ring after its last provisional response before it is cancelled
 * @param answerInvite how long an INVITE may be left without a final response by the transaction user
 */
public record TimerValues(long t1, long t2, long t4, long d, long c, long answerInvite) {
    /** T1 (RFC 3261 §17.1.1.1). */
    public static final long T1 = 500;
    /** T2 (RFC 3261 §17.1.2.2). */
    public static final long T2 = 4_000;
    /** T4 (RFC 3261 §17.1.2.2). */
    public static final long T4 = 5_000;
    /** Timer D: at least 32 s (RFC 3261 §17.1.1.2). */
    public static final long D = 32_000;
    /** Timer C: more than three minutes (RFC 3261 §16.6 step 11); an hour, so that it only ends what was forgotten. */
    public static final long C = 3_600_000;
    /** An INVITE's answer: as long as Timer C. */
    public static final long ANSWER_INVITE = C;

    /** How many times T1 a transaction waits for its other side (RFC 3261 §17.1.1.2). */
    static final int ROUND_TRIPS = 64;

    /** The RFC's values. */
    public static final TimerValues DEFAULT = new TimerValues(T1, T2, T4, D, C, ANSWER_INVITE);

    /** Checks that each wait is positive and T1 ≤ T2. */
    public TimerValues {
        positive("T1", t1);
        positive("T4", t4);
        positive("D", d);
        positive("C", c);
        positive("answerInvite", answerInvite);
        if (t2 < t1) {
            throw new IllegalArgumentException("T2 is " + t2 + " ms, expected: ≥ T1, which is " + t1 + " ms");
        }
    }

    /** With these round trips; Timer D is 64·T1, as in the RFC's values, and the others are as there. */
    public static TimerValues of(long t1, long t2, long t4) {
        return new TimerValues(t1, t2, t4, ROUND_TRIPS * t1, C, ANSWER_INVITE);
    }

    private static void positive(String name, long millis) {
        if (millis <= 0) {
            throw new IllegalArgumentException(name + " is " + millis + " ms, expected: ≥ 1");
        }
    }

    /** 64·T1: how long the other side is waited for. */
    public long limit() {
        return ROUND_TRIPS * t1;
    }
}
