// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names that RFCs define, found by any of their spellings straight from a message's bytes: an open hash table. */
final class HeaderNames {
    private static final int SLOTS = 512;

    private final @Nullable HeaderName[] names = new @Nullable HeaderName[SLOTS];
    private final byte[][] spellings = new byte[SLOTS][];

    void add(String spelling, HeaderName name) {
        byte[] bytes = spelling.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(hash(bytes, 0, bytes.length));
        while (names[slot] != null) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        names[slot] = name;
        spellings[slot] = bytes;
    }

    /** The name that stands in these bytes, in whatever case or compact form; null if no RFC defines it. */
    @Nullable HeaderName find(byte[] bytes, int from, int to, int hash) {
        int slot = slot(hash);
        HeaderName name = names[slot];
        while (name != null && !isSpelled(spellings[slot], bytes, from, to)) {
            slot = (slot + 1) & (SLOTS - 1);
            name = names[slot];
        }
        return name;
    }

    /** The same for every case of the same letters. */
    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash(hash, bytes[i]);
        }
        return hash;
    }

    /** The hash of a name that goes on with this letter. */
    static int hash(int hashSoFar, byte letter) {
        return hashSoFar * 31 + (letter | 0x20);
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (SLOTS - 1);
    }

    private static boolean isSpelled(byte[] spelling, byte[] bytes, int from, int to) {
        return spelling.length == to - from
                && (Arrays.equals(spelling, 0, spelling.length, bytes, from, to)
                        || sameIgnoringCase(spelling, bytes, from));
    }

    private static boolean sameIgnoringCase(byte[] spelling, byte[] bytes, int from) {
        for (int i = 0; i < spelling.length; i++) {
            byte a = spelling[i];
            byte b = bytes[from + i];
            if (a != b && !(Chars.isAlpha(a) && (a ^ b) == 0x20)) {
                return false;
            }
        }
        return true;
    }
}
