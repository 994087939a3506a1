// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static io.srf.sip.SipParseException.framing;
import static io.srf.sip.SipParseException.tooLarge;

import java.util.Arrays;

/**
 * Cuts bytes into lines, and header lines into headers, up to the blank line that ends them.
 *
 * <p>Every line ends with CRLF; a line that begins with a blank goes on with the one before (RFC 3261 §7.3.1).
 */
final class HeaderBlock {
    private static final int TYPICAL_HEADERS = 20;
    private static final int MAX_BAD_LINES = 8;

    private final byte[] in;
    private final int end;
    private final SipLimits limits;
    private Header[] headers = new Header[TYPICAL_HEADERS];
    private int count;
    private int at;

    /** Begins to read at {@code from}; what lies at {@code end} and behind is not looked at. */
    HeaderBlock(byte[] in, int from, int end, SipLimits limits) {
        this.in = in;
        this.at = from;
        this.end = end;
        this.limits = limits;
    }

    /** Where reading goes on: after the last line that was read. */
    int offset() {
        return at;
    }

    Header[] headers() {
        return Arrays.copyOf(headers, count);
    }

    /** Reads one line, whatever is in it, and returns where it ends, before its CRLF. */
    int readLine() {
        int lineEnd = lineEnd(at, at);
        at = lineEnd + 2;
        return lineEnd;
    }

    /** Reads header lines up to and including the blank line, or the end; returns whether there was a blank line. */
    boolean readHeaders() {
        while (at < end && !isBlankLine()) {
            readHeader();
        }
        if (at >= end) {
            return false;
        }
        at += 2;
        return true;
    }

    /** Reads what header lines there are among a few that cannot be read, up to the blank line or the end. */
    void readHeadersLeniently() {
        int badLines = 0;
        while (at < end && !isBlankLine() && badLines < MAX_BAD_LINES) {
            try {
                readHeader();
            } catch (SipParseException e) {
                skipLine();
                badLines++;
            }
        }
    }

    /** Steps behind the next LF, whatever is before it. */
    void skipLine() {
        while (at < end && in[at] != '\n') {
            at++;
        }
        at = Math.min(at + 1, end);
    }

    private boolean isBlankLine() {
        return in[at] == '\r' && at + 1 < end && in[at + 1] == '\n';
    }

    /** Reads a header line and the lines that continue it. */
    private void readHeader() {
        int start = at;
        int i = start;
        int hash = 0;
        while (i < end && Chars.isToken(in[i])) {
            hash = HeaderNames.hash(hash, in[i++]);
        }
        int nameEnd = i;
        while (i < end && Chars.isBlank(in[i])) {
            i++;
        }
        if (nameEnd == start || i >= end || in[i] != ':') {
            throw framing(i, "expected a header name and a colon");
        }
        if (count == limits.maxHeaders()) {
            throw tooLarge(start, "too many headers, expected: ≤ " + limits.maxHeaders());
        }
        int valueStart = i + 1;
        int valueEnd = lineEnd(start, valueStart);
        while (valueEnd + 2 < end && Chars.isBlank(in[valueEnd + 2])) {
            valueEnd = lineEnd(start, valueEnd + 2);
        }
        at = valueEnd + 2;
        add(HeaderName.of(in, start, nameEnd, hash), start, valueStart, valueEnd);
    }

    private void add(HeaderName name, int start, int valueStart, int valueEnd) {
        int from = valueStart;
        int to = valueEnd;
        while (from < to && isSpace(in[from])) {
            from++;
        }
        while (to > from && isSpace(in[to - 1])) {
            to--;
        }
        if (count == headers.length) {
            headers = Arrays.copyOf(headers, count * 2);
        }
        headers[count++] = new Header(name, in, start, from, to, at);
    }

    private static boolean isSpace(byte b) {
        return Chars.isBlank(b) || b == '\r' || b == '\n';
    }

    /**
     * The CRLF that ends the line at {@code from}. CR and LF stand nowhere else, and NUL only as a quoted pair.
     *
     * @param start of the header, whose length is bounded with all its lines
     */
    private int lineEnd(int start, int from) {
        int limit = end - start > limits.maxLineBytes() ? start + limits.maxLineBytes() + 1 : end;
        int i = ControlBytes.next(in, from, limit);
        while (i < limit) {
            byte b = in[i];
            if (b == '\r' && i + 1 < end && in[i + 1] == '\n') {
                return i;
            }
            if (b == '\r' || b == '\n') {
                throw framing(i, "expected CR and LF together at the end of a line");
            }
            if (b == 0 && (i == from || in[i - 1] != '\\')) {
                throw framing(i, "a NUL may only stand behind a backslash");
            }
            i = ControlBytes.next(in, i + 1, limit);
        }
        throw limit < end
                ? tooLarge(limit, "a line is too long, expected: ≤ " + limits.maxLineBytes() + " bytes")
                : framing(end, "expected CRLF, found the end");
    }
}
