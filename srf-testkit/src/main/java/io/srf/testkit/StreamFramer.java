// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts messages out of the bytes of a stream by their Content-Length (RFC 3261 §18.3). */
final class StreamFramer {
    /** The most that waits for the rest of its message. */
    static final int MAX_BYTES = 1 << 20;

    private static final Pattern CONTENT_LENGTH = Pattern.compile(
            "^(?:Content-Length|l)[ \t]*:[ \t]*(\\d{1,9})[ \t]*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    /** A message on a stream does not end. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("a message of more than " + MAX_BYTES + " bytes on a stream");
        }
    }

    private byte[] rest = {};

    /**
     * Takes the next bytes and returns the messages they complete.
     *
     * @throws TooLong if more than {@link #MAX_BYTES} would wait
     */
    List<byte[]> feed(byte[] bytes) throws TooLong {
        ByteArrayOutputStream all = new ByteArrayOutputStream(rest.length + bytes.length);
        all.writeBytes(rest);
        all.writeBytes(bytes);
        rest = all.toByteArray();
        List<byte[]> messages = new ArrayList<>(1);
        int length = nextLength();
        while (length > 0) {
            messages.add(Arrays.copyOf(rest, length));
            rest = Arrays.copyOfRange(rest, length, rest.length);
            length = nextLength();
        }
        if (rest.length > MAX_BYTES) {
            throw new TooLong();
        }
        return messages;
    }

    /** Passes over line ends, and measures the first message; 0 if it is not complete. */
    private int nextLength() {
        int start = 0;
        while (start < rest.length && (rest[start] == '\r' || rest[start] == '\n')) {
            start++;
        }
        rest = start == 0 ? rest : Arrays.copyOfRange(rest, start, rest.length);
        for (int i = 0; i + HEAD_END.length <= rest.length; i++) {
            if (Arrays.equals(rest, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                int head = i + HEAD_END.length;
                int length = head + contentLength(new String(rest, 0, head, StandardCharsets.ISO_8859_1));
                return length <= rest.length ? length : 0;
            }
        }
        return 0;
    }

    private static int contentLength(String head) {
        Matcher line = CONTENT_LENGTH.matcher(head.replace("\r", ""));
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    static boolean isOnlyLineEnds(byte[] bytes) {
        for (byte b : bytes) {
            if (b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }
}
