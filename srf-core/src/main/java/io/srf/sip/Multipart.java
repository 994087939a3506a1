// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Splits a multipart body at its boundary (RFC 2046 §5.1.1); what stands before the first and after the last part is left out. */
final class Multipart {
    /** How many parts a body may have. */
    static final int MAX_PARTS = 64;

    private static final int MAX_BOUNDARY = 70;

    private final byte[] in;
    private final int start;
    private final int end;
    private final byte[] delimiter;

    private Multipart(byte[] in, int start, int end, String boundary) {
        this.in = in;
        this.start = start;
        this.end = end;
        this.delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
    }

    /** The parts, or none if the Content-Type is not multipart. */
    static List<BodyPart> split(String contentType, byte[] in, int from, int length) {
        return HeaderValues.mediaType(contentType).startsWith("multipart/")
                ? new Multipart(in, from, from + length, boundary(contentType)).parts()
                : List.of();
    }

    private static String boundary(String contentType) {
        Cursor in = new Cursor(contentType);
        in.upToAny(";");
        String boundary;
        try {
            boundary = Params.parse(in).get("boundary");
            in.expectEnd("the parameters");
        } catch (SipParseException e) {
            throw e.in(HeaderName.CONTENT_TYPE);
        }
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw SipParseException.semantics(
                    HeaderName.CONTENT_TYPE, "expected a boundary of 1 to " + MAX_BOUNDARY + " characters");
        }
        return boundary;
    }

    private List<BodyPart> parts() {
        List<BodyPart> parts = new ArrayList<>(4);
        int open = nextDelimiter(start);
        while (open < end && !isClosing(open)) {
            if (parts.size() == MAX_PARTS) {
                throw problem("too many body parts, expected: ≤ " + MAX_PARTS);
            }
            int partStart = nextLine(open);
            int close = nextDelimiter(partStart);
            parts.add(part(partStart, close));
            open = close;
        }
        if (open >= end) {
            throw problem("expected a closing boundary in the multipart body");
        }
        return List.copyOf(parts);
    }

    /** The part between two delimiters; the line end before the second belongs to the delimiter. */
    private BodyPart part(int from, int close) {
        HeaderBlock block = new HeaderBlock(in, from, close, SipLimits.DEFAULT);
        try {
            block.readHeaders();
        } catch (SipParseException e) {
            throw problem("a part's header at " + (e.offset() - start) + " of the body: " + e.problem());
        }
        int contentEnd = Math.max(from, close - 2);
        int contentStart = Math.min(block.offset(), contentEnd);
        return new BodyPart(block.headers(), in, contentStart, contentEnd - contentStart);
    }

    /** The first line at or after {@code from} that is a delimiter, closing or not; the end if there is none. */
    private int nextDelimiter(int from) {
        int line = from;
        while (line < end && !isDelimiter(line)) {
            line = nextLine(line);
        }
        return line;
    }

    /** Whether the delimiter begins this line, and nothing but two hyphens and blanks follows it. */
    private boolean isDelimiter(int line) {
        int i = line + delimiter.length;
        if (i > end || !Arrays.equals(in, line, i, delimiter, 0, delimiter.length)) {
            return false;
        }
        i = isClosing(line) ? i + 2 : i;
        while (i < end && Chars.isBlank(in[i])) {
            i++;
        }
        return i == end || in[i] == '\r';
    }

    private boolean isClosing(int line) {
        int i = line + delimiter.length;
        return i + 1 < end && in[i] == '-' && in[i + 1] == '-';
    }

    /** Where the line after this one begins; the end if there is none. */
    private int nextLine(int from) {
        int i = from;
        while (i < end && !(in[i] == '\n' && i > from && in[i - 1] == '\r')) {
            i++;
        }
        return Math.min(end, i + 1);
    }

    private static SipParseException problem(String problem) {
        return SipParseException.semantics(HeaderName.CONTENT_TYPE, problem);
    }
}
