// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/**
 * The bounds of one shard's transactions.
 *
 * @param timers how long they wait
 * @param maxTransactions how many there may be, of clients and servers together
 * @param retryAfterSeconds what refused callers are told to wait
 * @param maxDatagramBytes the largest request that goes by UDP where there is TCP
 */
public record TransactionSettings(
        TimerValues timers, int maxTransactions, int retryAfterSeconds, int maxDatagramBytes) {
    /** The default of {@link #maxTransactions()}: over UDP a call between two legs leaves three or four for 64·T1, so this is for about 9,000 calls a second. */
    public static final int MAX_TRANSACTIONS = 1_000_000;
    /** The default of {@link #retryAfterSeconds()} (RFC 3261 §21.5.4). */
    public static final int RETRY_AFTER_SECONDS = 5;

    /** The default of {@link #maxDatagramBytes()} (RFC 3261 §18.1.1). */
    public static final int MAX_DATAGRAM_BYTES = 1_300;

    /** The RFC's timers and the default bounds. */
    public static final TransactionSettings DEFAULT = of(TimerValues.DEFAULT);

    /** These timers and the default bounds. */
    public static TransactionSettings of(TimerValues timers) {
        return new TransactionSettings(timers, MAX_TRANSACTIONS, RETRY_AFTER_SECONDS);
    }

    /** With the usual bound of datagrams. */
    public TransactionSettings(TimerValues timers, int maxTransactions, int retryAfterSeconds) {
        this(timers, maxTransactions, retryAfterSeconds, MAX_DATAGRAM_BYTES);
    }

    /** Checks the bounds. */
    public TransactionSettings {
        if (maxTransactions < 1) {
            throw new IllegalArgumentException("maxTransactions is " + maxTransactions + ", expected: ≥ 1");
        }
        if (retryAfterSeconds < 0) {
            throw new IllegalArgumentException("retryAfterSeconds is " + retryAfterSeconds + ", expected: ≥ 0");
        }
        if (maxDatagramBytes < 0) {
            throw new IllegalArgumentException("maxDatagramBytes is " + maxDatagramBytes + ", expected: ≥ 0");
        }
    }
}
