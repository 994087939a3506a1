// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The buffer that a drachtio-server reads a connection into: a ring of {@value #CAPACITY} bytes. What comes while it is full overwrites what has
 * been there longest, so that a longer frame never ends, and a long one may be spoilt by what follows it too soon.
 */
final class ReceiveRing {
    /** What it holds. */
    static final int CAPACITY = 12_228;

    /** The most that is read at a time. */
    static final int READ = 8_192;

    private static final int MAX_DIGITS = 5;

    private byte[] held = new byte[0];
    private int payload;
    /** Where the frame that has begun will end; negative if none has. */
    private int end = -1;

    /**
     * Takes what was read.
     *
     * @return the frames that are complete now
     * @throws IllegalStateException if what is there does not begin with a length: the connection is closed
     */
    List<byte[]> add(byte[] bytes, int count) {
        byte[] all = Arrays.copyOf(held, held.length + count);
        System.arraycopy(bytes, 0, all, held.length, count);
        held = all.length > CAPACITY ? Arrays.copyOfRange(all, all.length - CAPACITY, all.length) : all;
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame = next(); frame != null; frame = next()) {
            frames.add(frame);
        }
        return frames;
    }

    private byte[] next() {
        if (end < 0) {
            begin();
        }
        if (end < 0 || end > held.length) {
            return null;
        }
        byte[] frame = Arrays.copyOfRange(held, payload, end);
        held = Arrays.copyOfRange(held, end, held.length);
        end = -1;
        return frame;
    }

    /** Reads the length of the next frame, if it is there; it is not read again, whatever is overwritten. */
    private void begin() {
        int hash = 0;
        while (hash < held.length && held[hash] != '#') {
            hash++;
        }
        if (hash > MAX_DIGITS) {
            throw new IllegalStateException("no length within " + MAX_DIGITS + " characters");
        }
        if (hash < held.length) {
            payload = hash + 1;
            end = payload + length(new String(held, 0, hash, StandardCharsets.ISO_8859_1));
        }
    }

    private static int length(String digits) {
        if (!digits.matches("\\d+")) {
            throw new IllegalStateException("a length of \"" + digits + '"');
        }
        return Integer.parseInt(digits);
    }
}
