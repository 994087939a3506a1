// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.Via;
import java.util.random.RandomGenerator;

/**
 * Makes the identifiers of one shard: unique, hard to guess if the random numbers are, and naming the shard, so that any message with one of them finds
 * its way back. For the shard's loop alone.
 */
public final class Ids {
    /** How many shards can be named. */
    public static final int MAX_SHARDS = 36 * 36;

    private static final int RADIX = 36;
    private static final int SHARD_CHARS = 2;
    /** 20 characters of 6 bits: too many to guess, and to collide. */
    private static final int RANDOM_CHARS = 20;

    private static final int POOL_BYTES = RANDOM_CHARS * 50;
    private static final char[] ALPHABET =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_".toCharArray();

    private final RandomGenerator random;
    private final String shard;
    private final byte[] pool = new byte[POOL_BYTES];
    private int used = POOL_BYTES;

    /**
     * Makes identifiers for a shard.
     *
     * @param shard 0 to {@link #MAX_SHARDS} − 1
     * @param random a {@link java.security.SecureRandom} in production
     */
    public Ids(int shard, RandomGenerator random) {
        if (shard < 0 || shard >= MAX_SHARDS) {
            throw new IllegalArgumentException("shard " + shard + ", expected: 0 to " + (MAX_SHARDS - 1));
        }
        this.random = random;
        this.shard = "" + Character.forDigit(shard / RADIX, RADIX) + Character.forDigit(shard % RADIX, RADIX);
    }

    /** A new identifier: the shard in two characters, then random ones. Good as a transaction id, a tag or a Call-ID. */
    public String next() {
        return next("");
    }

    /** A new branch (RFC 3261 §8.1.1.7). */
    public String branch() {
        return next(Via.MAGIC_COOKIE);
    }

    private String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix.length() + SHARD_CHARS + RANDOM_CHARS);
        id.append(prefix).append(shard);
        if (used == POOL_BYTES) {
            random.nextBytes(pool);
            used = 0;
        }
        for (int end = used + RANDOM_CHARS; used < end; used++) {
            id.append(ALPHABET[pool[used] & (ALPHABET.length - 1)]);
        }
        return id.toString();
    }

    /** A random number from 0 on, below this bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** The shard that an identifier or branch names, or -1 if it was not made here. */
    public static int shardOf(String id) {
        int at = id.startsWith(Via.MAGIC_COOKIE) ? Via.MAGIC_COOKIE.length() : 0;
        if (id.length() != at + SHARD_CHARS + RANDOM_CHARS) {
            return -1;
        }
        int high = Character.digit(id.charAt(at), RADIX);
        int low = Character.digit(id.charAt(at + 1), RADIX);
        return high < 0 || low < 0 ? -1 : high * RADIX + low;
    }
}
