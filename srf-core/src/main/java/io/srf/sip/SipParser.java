// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static io.srf.sip.SipParseException.framing;
import static io.srf.sip.SipParseException.startLine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message in one pass over its bytes: the start line is parsed, headers are found and named, and nothing else is
 * looked into until somebody asks.
 *
 * <p>Time is linear in the length. Any bytes either become a message or a {@link SipParseException}.
 */
public final class SipParser {
    private static final int TYPICAL_HEADERS = 16;

    private final byte[] in;
    private final SipLimits limits;
    private int at;
    private Header[] headers = new Header[TYPICAL_HEADERS];
    private int headerCount;
    private int contentLength = -1;

    private SipParser(byte[] in, SipLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * Reads a datagram or a message that was cut out of a stream.
     *
     * <p>Without a Content-Length the body is what follows the blank line; with one, what lies behind the body is not part of the message
     * (RFC 3261 §18.3). Line ends before the start line are passed over.
     *
     * @param bytes kept by the message, so they must not change afterwards
     * @throws SipParseException if this is no message
     */
    public static SipMessage parse(byte[] bytes, SipLimits limits) {
        return new SipParser(bytes, limits).read(true);
    }

    /** Reads a datagram or message within {@link SipLimits#DEFAULT}. */
    public static SipMessage parse(byte[] bytes) {
        return parse(bytes, SipLimits.DEFAULT);
    }

    /**
     * Reads a message whose end is known from its frame, as on a Link: the body is all that follows the blank line, whatever
     * Content-Length says, and the blank line may be absent if there is no body.
     *
     * @throws SipParseException if this is no message
     */
    public static SipMessage parseFramed(byte[] bytes, SipLimits limits) {
        return new SipParser(bytes, limits).read(false);
    }

    private SipMessage read(boolean selfFramed) {
        if (in.length > limits.maxMessageBytes()) {
            throw new SipParseException(
                    SipParseException.Layer.FRAMING,
                    null,
                    0,
                    513,
                    "a message of " + in.length + " bytes, expected: ≤ " + limits.maxMessageBytes());
        }
        while (selfFramed && at + 1 < in.length && in[at] == '\r' && in[at + 1] == '\n') {
            at += 2;
        }
        int start = at;
        int lineEnd = endOfLine(limits.maxLineBytes());
        int next = at;
        at = lineEnd + 2;
        readHeaders(selfFramed);
        int bodyStart = at;
        int end = selfFramed ? endOfBody() : in.length;
        byte[] encoded = start == 0 && end == in.length ? in : Arrays.copyOfRange(in, start, end);
        SipMessage.Parts parts = new SipMessage.Parts(
                headerCount == headers.length ? headers : Arrays.copyOf(headers, headerCount),
                in,
                bodyStart,
                end - bodyStart,
                encoded);
        return new StartLine(in, next, lineEnd, limits).message(parts);
    }

    /** The offset of the CRLF that ends the line at {@code at}. */
    private int endOfLine(int maxBytes) {
        int limit = Math.min(in.length, at + maxBytes + 1);
        for (int i = at; i < limit; i++) {
            if (in[i] == '\r' || in[i] == '\n') {
                if (in[i] == '\n' || i + 1 >= in.length || in[i + 1] != '\n') {
                    throw framing(i, "expected CR and LF together at the end of a line");
                }
                return i;
            }
        }
        if (limit < in.length) {
            throw framing(limit, "a line is too long, expected: ≤ " + maxBytes + " bytes");
        }
        throw framing(in.length, "expected CRLF, found the end");
    }

    /** Reads header lines up to and including the blank line. */
    private void readHeaders(boolean blankLineNeeded) {
        while (true) {
            if (at >= in.length) {
                if (blankLineNeeded) {
                    throw framing(at, "expected a blank line after the headers, found the end");
                }
                break;
            }
            if (in[at] == '\r' && at + 1 < in.length && in[at + 1] == '\n') {
                at += 2;
                break;
            }
            readHeader();
        }
    }

    private void readHeader() {
        int start = at;
        int i = at;
        while (i < in.length && Chars.isToken(in[i])) {
            i++;
        }
        int nameEnd = i;
        while (i < in.length && Chars.isBlank(in[i])) {
            i++;
        }
        if (i >= in.length || in[i] != ':' || nameEnd == start) {
            throw framing(i, "expected a header name and a colon");
        }
        if (nameEnd - start > limits.maxLineBytes()) {
            throw framing(start, "a header name is too long");
        }
        int valueStart = i + 1;
        at = valueStart;
        int valueEnd = endOfLine(limits.maxLineBytes());
        at = valueEnd + 2;
        while (at < in.length && Chars.isBlank(in[at])) {
            valueEnd = endOfLine(limits.maxLineBytes());
            at = valueEnd + 2;
            if (valueEnd - start > limits.maxLineBytes()) {
                throw framing(start, "a header is too long, expected: ≤ " + limits.maxLineBytes() + " bytes");
            }
        }
        add(start, nameEnd, valueStart, valueEnd);
    }

    private void add(int start, int nameEnd, int valueStart, int valueEnd) {
        if (headerCount == limits.maxHeaders()) {
            throw framing(start, "too many headers, expected: ≤ " + limits.maxHeaders());
        }
        int from = valueStart;
        int to = valueEnd;
        while (from < to && (Chars.isBlank(in[from]) || in[from] == '\r' || in[from] == '\n')) {
            from++;
        }
        while (to > from && (Chars.isBlank(in[to - 1]) || in[to - 1] == '\r' || in[to - 1] == '\n')) {
            to--;
        }
        HeaderName name = HeaderName.of(in, start, nameEnd);
        if (name.equals(HeaderName.CONTENT_LENGTH)) {
            readContentLength(from, to);
        }
        if (headerCount == headers.length) {
            headers = Arrays.copyOf(headers, headerCount * 2);
        }
        headers[headerCount++] = new Header(name, in, start, from, to, at);
    }

    private void readContentLength(int from, int to) {
        long length = 0;
        for (int i = from; i < to; i++) {
            if (!Chars.isDigit(in[i]) || length > Integer.MAX_VALUE) {
                throw framing(i, "Content-Length must be a number of bytes");
            }
            length = length * 10 + (in[i] - '0');
        }
        if (from == to || length > Integer.MAX_VALUE) {
            throw framing(from, "Content-Length must be a number of bytes");
        }
        if (contentLength >= 0 && contentLength != length) {
            throw framing(from, "a second Content-Length that differs from the first");
        }
        contentLength = (int) length;
    }

    private int endOfBody() {
        if (contentLength < 0) {
            return in.length;
        }
        if (contentLength > in.length - at) {
            throw framing(
                    in.length,
                    "Content-Length is " + contentLength + ", but only " + (in.length - at)
                            + " bytes follow the headers");
        }
        return at + contentLength;
    }

    /** The first line: method, URI and version, or version, status and reason. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record StartLine(byte[] in, int from, int to, SipLimits limits) {
        SipMessage message(SipMessage.Parts parts) {
            return to - from > 4 && in[from + 3] == '/' && isSip() ? response(parts) : request(parts);
        }

        private boolean isSip() {
            return (in[from] | 0x20) == 's' && (in[from + 1] | 0x20) == 'i' && (in[from + 2] | 0x20) == 'p';
        }

        private String text(int start, int end) {
            return new String(in, start, end - start, StandardCharsets.UTF_8);
        }

        private int blank(int start) {
            for (int i = start; i < to; i++) {
                if (in[i] == ' ') {
                    return i;
                }
            }
            return -1;
        }

        private SipResponse response(SipMessage.Parts parts) {
            int blank = blank(from);
            if (blank < 0 || !text(from, blank).equalsIgnoreCase(SipMessage.VERSION)) {
                throw new SipParseException(
                        SipParseException.Layer.START_LINE, null, from, 505, "expected SIP/2.0 and a status");
            }
            int end = blank + 4;
            if (end > to
                    || !Chars.isDigit(in[blank + 1])
                    || !Chars.isDigit(in[blank + 2])
                    || !Chars.isDigit(in[blank + 3])
                    || (end < to && in[end] != ' ')) {
                throw startLine(blank + 1, "expected a status of three digits");
            }
            int status = (in[blank + 1] - '0') * 100 + (in[blank + 2] - '0') * 10 + (in[blank + 3] - '0');
            if (status < 100 || status > 699) {
                throw startLine(blank + 1, "expected a status from 100 to 699, found " + status);
            }
            return new SipResponse(status, end < to ? text(end + 1, to) : "", parts);
        }

        private SipRequest request(SipMessage.Parts parts) {
            int methodEnd = from;
            while (methodEnd < to && Chars.isToken(in[methodEnd])) {
                methodEnd++;
            }
            if (methodEnd == from || methodEnd == to || in[methodEnd] != ' ') {
                throw startLine(methodEnd, "expected a method and one blank");
            }
            int uriEnd = blank(methodEnd + 1);
            if (uriEnd < 0) {
                throw startLine(to, "expected a method, a Request-URI and SIP/2.0");
            }
            if (uriEnd - methodEnd - 1 > limits.maxUriBytes()) {
                throw new SipParseException(
                        SipParseException.Layer.START_LINE,
                        null,
                        methodEnd + 1,
                        414,
                        "the Request-URI is too long, expected: ≤ " + limits.maxUriBytes() + " bytes");
            }
            checkUri(methodEnd + 1, uriEnd);
            return new SipRequest(
                    Methods.intern(text(from, methodEnd)), text(methodEnd + 1, uriEnd), version(uriEnd + 1), parts);
        }

        private void checkUri(int start, int end) {
            int colon = -1;
            for (int i = start; i < end; i++) {
                if (!Chars.isUri(in[i])) {
                    throw startLine(i, "a Request-URI must not contain " + Escapes.show((char) (in[i] & 0xff)));
                }
                if (in[i] == ':' && colon < 0) {
                    colon = i;
                }
            }
            if (colon <= start) {
                throw startLine(start, "expected a Request-URI with a scheme");
            }
        }

        private String version(int start) {
            String version = text(start, to);
            if (version.equalsIgnoreCase(SipMessage.VERSION)) {
                return SipMessage.VERSION;
            }
            boolean wellFormed = version.matches("(?i)SIP/\\d{1,4}\\.\\d{1,4}");
            if (!wellFormed) {
                throw startLine(start, "expected SIP/2.0 after the Request-URI");
            }
            return version;
        }
    }
}
