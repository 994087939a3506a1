// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes identifiers, at a few dozen nanoseconds each. Any thread may ask.
 *
 * <p>{@link #random()} is SipHash-2-4 over a counter, with a key from {@link SecureRandom}: whoever has seen some ids cannot tell the next.
 */
public final class Ids {
    private static final char[] DIGITS = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final int RANDOM_LENGTH = 16;
    private static final int PREFIX_LENGTH = 8;

    private static final SecureRandom SEED = new SecureRandom();
    private static final long KEY_0 = SEED.nextLong();
    private static final long KEY_1 = SEED.nextLong();
    private static final AtomicLong DRAWN = new AtomicLong();

    private static final String PREFIX = random().substring(0, PREFIX_LENGTH) + '-';
    private static final AtomicLong GIVEN = new AtomicLong();

    private Ids() {}

    /** An id that this process gives once and, very probably, no other process gives; can be guessed. Fit for the messages of a link. */
    public static String next() {
        return PREFIX + GIVEN.incrementAndGet();
    }

    /** A number that cannot be guessed. */
    public static long randomLong() {
        return hash(DRAWN.getAndIncrement());
    }

    /** 16 characters of {@code a-z2-7}: 80 bits that cannot be guessed. Fit for tags, branches, Call-IDs and transaction ids. */
    public static String random() {
        long block = DRAWN.getAndAdd(2);
        char[] text = new char[RANDOM_LENGTH];
        digits(hash(block), text, 0);
        digits(hash(block + 1), text, RANDOM_LENGTH / 2);
        return new String(text);
    }

    private static void digits(long bits, char[] text, int from) {
        for (int i = 0; i < RANDOM_LENGTH / 2; i++) {
            text[from + i] = DIGITS[(int) (bits >>> (5 * i)) & 31];
        }
    }

    /** SipHash-2-4 of the eight bytes of one number. */
    private static long hash(long number) {
        return new SipHash(KEY_0, KEY_1).hash(number);
    }
}
