// SPDX-License-Identifier: Apache-2.0
package io.srf.fuzz;

import java.util.Random;

/** Numbers that a fuzzer chose, so that it decides what a program does which asks for chance; nothing but zeros when they are used up. */
public final class BytesAsRandom extends Random {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private int at;

    /** Gives these bytes, one for each small number that is asked for. */
    public BytesAsRandom(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** How many are left. */
    public int left() {
        return bytes.length - at;
    }

    private int octet() {
        return at < bytes.length ? bytes[at++] & 0xFF : 0;
    }

    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("no number below " + bound + ", expected a positive bound");
        }
        int number = bound <= 256 ? octet() : octet() << 8 | octet();
        return number % bound;
    }

    @Override
    public boolean nextBoolean() {
        return (octet() & 1) == 1;
    }

    @Override
    public double nextDouble() {
        return octet() / 256.0;
    }

    @Override
    protected int next(int bits) {
        int number = octet() << 24 | octet() << 16 | octet() << 8 | octet();
        return number >>> (32 - bits);
    }
}
