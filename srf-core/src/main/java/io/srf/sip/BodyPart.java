// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One part of a multipart body: its own headers, and its bytes uncut (RFC 2046 §5.1). Immutable. */
public final class BodyPart {
    /** How many parts a body may have. */
    public static final int MAX_PARTS = 64;

    private static final int MAX_BOUNDARY = 70;

    private final List<Header> headers;
    private final byte[] content;

    private BodyPart(List<Header> headers, byte[] content) {
        this.headers = headers;
        this.content = content;
    }

    /** The headers of the part; may be empty. */
    public List<Header> headers() {
        return headers;
    }

    /** The value of the first header with this name in any spelling, or null. */
    public @Nullable String header(String name) {
        HeaderName wanted = HeaderName.of(name);
        return headers.stream()
                .filter(h -> h.name().equals(wanted))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    /** A copy of the bytes; may be empty. */
    public byte[] content() {
        return content.clone();
    }

    /** The content decoded as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    static List<BodyPart> split(String contentType, byte[] in, int from, int length) {
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return List.of();
        }
        int end = from + length;
        byte[] delimiter = ("--" + boundary(contentType)).getBytes(StandardCharsets.ISO_8859_1);
        List<BodyPart> parts = new ArrayList<>(2);
        int open = find(delimiter, in, from, from, end);
        while (open >= 0) {
            int contentStart = open + delimiter.length;
            if (startsWith("--", in, contentStart, end)) {
                return List.copyOf(parts);
            }
            int line = indexOfCrlf(in, contentStart, end);
            int close = line < 0 ? -1 : find(delimiter, in, from, line, end);
            if (close < 0 || parts.size() == MAX_PARTS) {
                break;
            }
            parts.add(part(in, line + 2, Math.max(line + 2, close - 2)));
            open = close;
        }
        throw new SipParseException(
                SipParseException.Layer.SEMANTICS,
                "Content-Type",
                -1,
                400,
                parts.size() == MAX_PARTS
                        ? "too many body parts, expected: ≤ " + MAX_PARTS
                        : "expected a closing boundary in the multipart body");
    }

    private static String boundary(String contentType) {
        Cursor in = new Cursor(contentType);
        in.upToAny(";");
        String boundary;
        try {
            boundary = Params.parse(in).get("boundary");
        } catch (SipParseException e) {
            throw e.in("Content-Type");
        }
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw new SipParseException(
                    SipParseException.Layer.HEADER,
                    "Content-Type",
                    0,
                    400,
                    "expected a boundary of 1 to " + MAX_BOUNDARY + " characters");
        }
        return boundary;
    }

    private static BodyPart part(byte[] in, int from, int to) {
        List<Header> headers = new ArrayList<>(4);
        int at = from;
        while (at < to && !startsWith("\r\n", in, at, to)) {
            int lineEnd = indexOfCrlf(in, at, to);
            while (lineEnd >= 0 && lineEnd + 2 < to && Chars.isBlank(in[lineEnd + 2])) {
                lineEnd = indexOfCrlf(in, lineEnd + 2, to);
            }
            int end = lineEnd < 0 ? to : lineEnd;
            headers.add(header(in, at, end));
            at = Math.min(to, end + 2);
        }
        return new BodyPart(List.copyOf(headers), Arrays.copyOfRange(in, Math.min(to, at + 2), to));
    }

    private static Header header(byte[] in, int from, int to) {
        int colon = from;
        while (colon < to && Chars.isToken(in[colon])) {
            colon++;
        }
        if (colon == from || colon >= to || in[colon] != ':') {
            throw SipParseException.framing(from, "expected a header name and a colon in a body part");
        }
        String value = new String(in, colon + 1, to - colon - 1, StandardCharsets.UTF_8);
        return Header.of(
                HeaderName.of(in, from, colon),
                value.replaceAll("\r\n[ \t]+", " ").replaceAll("[\r\n\0]", ""));
    }

    /** The first delimiter at or after {@code from} that begins a line. */
    private static int find(byte[] delimiter, byte[] in, int bodyStart, int from, int end) {
        for (int i = from; i + delimiter.length <= end; i++) {
            boolean lineStart = i == bodyStart || (i >= 2 && in[i - 1] == '\n' && in[i - 2] == '\r');
            if (lineStart && Arrays.equals(in, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOfCrlf(byte[] in, int from, int end) {
        for (int i = from; i + 1 < end; i++) {
            if (in[i] == '\r' && in[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(String text, byte[] in, int at, int end) {
        return at + text.length() <= end && in[at] == text.charAt(0) && in[at + 1] == text.charAt(1);
    }
}
