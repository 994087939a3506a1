// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static io.srf.sip.SipParseException.framing;
import static io.srf.sip.SipParseException.tooLarge;

import java.util.Arrays;

/**
 * Reads a message in one pass over its bytes: the start line is parsed, headers are found and named, and nothing else is
 * looked into until somebody asks.
 *
 * <p>Time is linear in the length. Any bytes either become a message or a {@link SipParseException}.
 */
public final class SipParser {
    private static final int NO_CONTENT_LENGTH = -1;

    private SipParser() {}

    /**
     * Reads a datagram or a message that was cut out of a stream.
     *
     * <p>Without a Content-Length the body is what follows the blank line; with one, what lies behind the body is not part of the message
     * (RFC 3261 §18.3). Line ends before the start line are passed over (§7.5).
     *
     * @param bytes kept by the message, so they must not change afterwards
     * @throws SipParseException if this is no message; offsets in it count from the first of the bytes
     */
    public static SipMessage parse(byte[] bytes, SipLimits limits) {
        checkSize(bytes, limits);
        int start = afterLineEnds(bytes);
        HeaderBlock lines = new HeaderBlock(bytes, start, bytes.length, limits);
        int startLineEnd = lines.readLine();
        if (!lines.readHeaders()) {
            throw framing(bytes.length, "expected a blank line after the headers, found the end");
        }
        Header[] headers = lines.headers();
        int bodyStart = lines.offset();
        int length = contentLength(headers, bytes);
        if (length > bytes.length - bodyStart) {
            throw framing(
                    bytes.length,
                    "Content-Length is " + length + ", but " + (bytes.length - bodyStart)
                            + " bytes follow the headers");
        }
        int end = length == NO_CONTENT_LENGTH ? bytes.length : bodyStart + length;
        byte[] encoded = start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
        return new StartLine(bytes, start, startLineEnd, limits)
                .message(new SipMessage.Parts(headers, bytes, bodyStart, end - bodyStart, encoded));
    }

    /** Reads a datagram or message within {@link SipLimits#DEFAULT}; see {@link #parse(byte[], SipLimits)}. */
    public static SipMessage parse(byte[] bytes) {
        return parse(bytes, SipLimits.DEFAULT);
    }

    /**
     * Reads a message whose end is known from its frame, as on a Link: the body is all that follows the blank line, whatever
     * Content-Length says, and the blank line may be absent if there is no body.
     *
     * @param bytes kept by the message, so they must not change afterwards
     * @throws SipParseException if this is no message
     */
    public static SipMessage parseFramed(byte[] bytes, SipLimits limits) {
        checkSize(bytes, limits);
        HeaderBlock lines = new HeaderBlock(bytes, 0, bytes.length, limits);
        int startLineEnd = lines.readLine();
        lines.readHeaders();
        int bodyStart = lines.offset();
        return new StartLine(bytes, 0, startLineEnd, limits)
                .message(new SipMessage.Parts(lines.headers(), bytes, bodyStart, bytes.length - bodyStart, bytes));
    }

    /** The headers of a message that was read or written before. */
    static Header[] headers(byte[] message) {
        HeaderBlock lines = new HeaderBlock(message, 0, message.length, SipLimits.NONE);
        lines.readLine();
        lines.readHeaders();
        return lines.headers();
    }

    private static void checkSize(byte[] bytes, SipLimits limits) {
        if (bytes.length > limits.maxMessageBytes()) {
            throw tooLarge(0, "a message of " + bytes.length + " bytes, expected: ≤ " + limits.maxMessageBytes());
        }
    }

    /** Where the start line begins, behind the line ends that may stand before it. */
    static int afterLineEnds(byte[] bytes) {
        int start = 0;
        while (start + 1 < bytes.length && bytes[start] == '\r' && bytes[start + 1] == '\n') {
            start += 2;
        }
        return start;
    }

    private static int contentLength(Header[] headers, byte[] bytes) {
        int length = NO_CONTENT_LENGTH;
        for (Header header : headers) {
            if (header.name().equals(HeaderName.CONTENT_LENGTH)) {
                int found = number(bytes, header.valueStart(), header.valueEnd());
                if (length != NO_CONTENT_LENGTH && length != found) {
                    throw framing(header.valueStart(), "a second Content-Length that differs from the first");
                }
                length = found;
            }
        }
        return length;
    }

    private static int number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (bytes[i] - '0');
            if (!Chars.isDigit(bytes[i]) || number > Integer.MAX_VALUE) {
                throw framing(i, "Content-Length must be a number of bytes");
            }
        }
        if (from == to) {
            throw framing(from, "Content-Length must be a number of bytes");
        }
        return (int) number;
    }
}
