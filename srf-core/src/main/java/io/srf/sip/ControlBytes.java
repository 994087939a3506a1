// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the low control bytes in a message, eight bytes at a step: CR, LF and NUL among them. */
final class ControlBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long AFTER_CR = 0x0E0E0E0E0E0E0E0EL;

    private ControlBytes() {}

    /** The first byte from 0 to CR at or after {@code from}; {@code to} if there is none before it. */
    static int next(byte[] in, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long eight = (long) LONG.get(in, i);
            // Subtraction sets the high bit of each byte below 0x0E; only bytes above such a one can be wrong.
            long low = (eight - AFTER_CR) & ~eight & HIGH_BITS;
            if (low != 0) {
                return i + Long.numberOfTrailingZeros(low) / Byte.SIZE;
            }
        }
        while (i < to && (in[i] < 0 || in[i] > '\r')) {
            i++;
        }
        return i;
    }
}
