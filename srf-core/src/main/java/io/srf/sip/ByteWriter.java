// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes that a message is written into. */
final class ByteWriter {
    private byte[] bytes;
    private int length;

    ByteWriter(int sizeHint) {
        bytes = new byte[Math.max(64, sizeHint)];
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    ByteWriter bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    ByteWriter bytes(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Writes text as UTF-8. */
    ByteWriter text(String text) {
        int count = text.length();
        reserve(count);
        byte[] target = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return bytes(text.getBytes(StandardCharsets.UTF_8));
            }
            target[at + i] = (byte) c;
        }
        length = at + count;
        return this;
    }

    ByteWriter add(byte b) {
        reserve(1);
        bytes[length++] = b;
        return this;
    }

    ByteWriter crlf() {
        reserve(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
