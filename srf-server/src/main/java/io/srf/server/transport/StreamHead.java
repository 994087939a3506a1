// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the blank line and the Content-Length of a message in a stream, line by line; each byte is looked at once,
 * however few come at a time.
 *
 * <p>Offsets count from the message's first byte. A wrong Content-Length is reported when the blank line has been
 * found, so that there is something to answer.
 */
final class StreamHead {
    /** Start line and headers together. */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final int NO_CONTENT_LENGTH = -1;

    private final int maxMessageBytes;
    private int scanned;
    private int lineStart;
    private int headerStart;
    private int length;
    private int contentLength = NO_CONTENT_LENGTH;
    private @Nullable String problem;

    StreamHead(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Goes on looking.
     *
     * @param in from the message's first byte, with more at its end than last time
     * @return whether the length of the whole message is known
     * @throws FramingException if it never will be
     */
    boolean scan(ByteBuf in) {
        int base = in.readerIndex();
        while (length == 0) {
            int lineEnd = in.indexOf(base + scanned, in.writerIndex(), (byte) '\n') - base;
            boolean found = lineEnd >= scanned;
            scanned = found ? lineEnd + 1 : in.readableBytes();
            if (scanned > Math.min(MAX_HEAD_BYTES, maxMessageBytes)) {
                throw new FramingException("headers too long, expected at most " + MAX_HEAD_BYTES + " bytes");
            }
            if (!found) {
                return false;
            }
            endLine(in, base, lineEnd);
        }
        return true;
    }

    /** The length of head and body. */
    int messageBytes() {
        return length + contentLength;
    }

    private void endLine(ByteBuf in, int base, int lineEnd) {
        if (lineEnd == lineStart || in.getByte(base + lineEnd - 1) != '\r') {
            throw new FramingException("a line ends without CR, expected CR LF");
        }
        boolean blank = lineEnd - 1 == lineStart;
        if (blank || !isBlank(in.getByte(base + lineStart))) {
            if (headerStart > 0) {
                readHeader(in, base + headerStart, base + lineStart);
            }
            headerStart = lineStart;
        }
        lineStart = lineEnd + 1;
        if (blank) {
            length = lineStart;
            check(in);
        }
    }

    private void readHeader(ByteBuf in, int from, int to) {
        int first = in.getByte(from) | 0x20;
        int colon = first == 'c' || first == 'l' ? in.indexOf(from, to, (byte) ':') : -1;
        if (colon < 0 || !isContentLength(text(in, from, colon))) {
            return;
        }
        int value = contentLength(text(in, colon + 1, to));
        if (value == NO_CONTENT_LENGTH) {
            problem = "bad Content-Length, expected a number of bytes";
        } else if (contentLength != NO_CONTENT_LENGTH && contentLength != value) {
            problem = "two different values of Content-Length";
        }
        contentLength = value;
    }

    /** Whether this is what stands before the colon of a Content-Length header. */
    static boolean isContentLength(String name) {
        String stripped = name.stripTrailing();
        return stripped.equalsIgnoreCase("Content-Length") || stripped.equalsIgnoreCase("l");
    }

    /** The number; one past the longest message if it is larger than that. */
    private int contentLength(String value) {
        String digits = value.strip();
        if (digits.isEmpty()) {
            return NO_CONTENT_LENGTH;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_CONTENT_LENGTH;
            }
            number = (int) Math.min(number * 10L + digit, maxMessageBytes + 1L);
        }
        return number;
    }

    private void check(ByteBuf in) {
        if (problem == null && contentLength == NO_CONTENT_LENGTH) {
            problem = "Content-Length is missing, expected on streams";
        }
        if (problem != null) {
            throw new FramingException(400, problem, head(in));
        }
        if (length + (long) contentLength > maxMessageBytes) {
            throw new FramingException(
                    513, "message too long, expected at most " + maxMessageBytes + " bytes", head(in));
        }
    }

    private byte[] head(ByteBuf in) {
        return ByteBufUtil.getBytes(in, in.readerIndex(), length);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static String text(ByteBuf in, int from, int to) {
        return in.toString(from, to - from, StandardCharsets.ISO_8859_1);
    }
}
