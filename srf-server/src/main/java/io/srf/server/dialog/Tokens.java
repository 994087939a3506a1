// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Tags, Call-IDs and other identifiers: 64 random bits or more as short text. */
public final class Tokens {
    private static final SecureRandom SEEDS = new SecureRandom();
    private static final ThreadLocal<SplittableRandom> RANDOM =
            ThreadLocal.withInitial(() -> new SplittableRandom(SEEDS.nextLong()));

    private Tokens() {}

    /** A tag (RFC 3261 §19.3). */
    public static String tag() {
        return Long.toUnsignedString(RANDOM.get().nextLong(), Character.MAX_RADIX);
    }

    /** A Call-ID: 128 random bits (RFC 3261 §8.1.1.4). */
    static String callId() {
        return tag() + '-' + tag();
    }
}
