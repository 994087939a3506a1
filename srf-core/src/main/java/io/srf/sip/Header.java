// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One header line: a name and a value, kept byte for byte as it came until somebody writes another.
 *
 * <p>Immutable and free to be shared between messages and threads. The value is decoded, and its typed form parsed, when
 * first asked for; both are then kept.
 */
public final class Header {
    private static final byte[] NOTHING = {};

    private final HeaderName name;
    /** The bytes this line lies in; empty if the value was given as text. */
    private final byte[] source;

    private final int start;
    private final int valueStart;
    private final int valueEnd;
    private final int end;
    private @Nullable String value;
    private @Nullable Object parsed;

    /** A line in a received message, from {@code start} to {@code end} (after its last CRLF). */
    Header(HeaderName name, byte[] source, int start, int valueStart, int valueEnd, int end) {
        this.name = name;
        this.source = source;
        this.start = start;
        this.valueStart = valueStart;
        this.valueEnd = valueEnd;
        this.end = end;
    }

    private Header(HeaderName name, String value) {
        this(name, NOTHING, 0, 0, 0, 0);
        this.value = value;
    }

    /**
     * A header with this value.
     *
     * @throws IllegalArgumentException if the value holds a carriage return, line feed or NUL, which would begin another header
     */
    public static Header of(HeaderName name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException(
                        name + " at " + i + ": a header value must not contain CR, LF or NUL");
            }
        }
        return new Header(name, value.strip());
    }

    /** A header with this value; the name in any case or compact form. */
    public static Header of(String name, String value) {
        return of(HeaderName.of(name), value);
    }

    /** The name. */
    public HeaderName name() {
        return name;
    }

    /** The value without the blanks around it, folded lines joined by one space (RFC 3261 §7.3.1), decoded as UTF-8. */
    public String value() {
        String text = value;
        if (text == null) {
            text = unfold(new String(source, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8));
            value = text;
        }
        return text;
    }

    private static String unfold(String text) {
        if (text.indexOf('\n') < 0) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        for (String part : text.split("\r\n", -1)) {
            String content = part.strip();
            if (!line.isEmpty() && !content.isEmpty()) {
                line.append(' ');
            }
            line.append(content);
        }
        return line.toString();
    }

    /**
     * The value in its typed form; parsed at the first call, so every caller must pass the parser of this header's name.
     *
     * @throws SipParseException with this header's name if the value cannot be read
     */
    @SuppressWarnings("unchecked") // each header name has one parser
    <T> T parsed(Function<String, T> parser) {
        Object known = parsed;
        if (known == null) {
            try {
                known = parser.apply(value());
            } catch (SipParseException e) {
                throw e.in(name.toString());
            }
            parsed = known;
        }
        return (T) known;
    }

    void writeTo(ByteWriter out) {
        if (source.length > 0) {
            out.bytes(source, start, end - start);
        } else {
            out.bytes(name.line()).text(value()).crlf();
        }
    }

    @Override
    public String toString() {
        return name + ": " + value();
    }
}
