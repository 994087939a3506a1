// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

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
    private @Nullable Typed typed;

    /** The value as one parser read it. */
    private record Typed(Function<String, ?> parser, Object value) {}

    /**
     * A line in a received message, from {@code start} to {@code end} (after its last CRLF), with its value between blanks and line
     * ends.
     */
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
     * A header with this value; blanks around it are left out. Whatever {@link #value()} returned may be given here.
     *
     * @throws IllegalArgumentException if the value holds a carriage return or line feed, which would begin another header, or a NUL
     *     that is not behind a backslash
     */
    public static Header of(HeaderName name, String value) {
        return new Header(name, Text.trim(Text.oneLine(name, value)));
    }

    /**
     * A header with this value; the name in any case or compact form.
     *
     * @throws IllegalArgumentException if the name is not a token, or the value does not stay on one line
     */
    public static Header of(String name, String value) {
        return of(HeaderName.of(name), value);
    }

    /** The name. */
    public HeaderName name() {
        return name;
    }

    /**
     * The value without the blanks around it, folded lines joined by one space (RFC 3261 §7.3.1), decoded as UTF-8, or as ISO 8859-1
     * where it is not UTF-8.
     */
    public String value() {
        String text = value;
        if (text == null) {
            text = unfold(Text.decode(source, valueStart, valueEnd));
            value = text;
        }
        return text;
    }

    /** Every line end in a received value is CRLF and is followed by a blank. */
    private static String unfold(String text) {
        int fold = text.indexOf('\r');
        if (fold < 0) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        int from = 0;
        while (fold >= 0) {
            line.append(Text.trim(text.substring(from, fold))).append(' ');
            from = fold + 2;
            while (Chars.isBlank(text.charAt(from)) || text.charAt(from) == '\r' || text.charAt(from) == '\n') {
                from++;
            }
            fold = text.indexOf('\r', from);
        }
        return line.append(text, from, text.length()).toString();
    }

    /**
     * The value in its typed form, which is kept for the next call with the same parser.
     *
     * @throws SipParseException with this header's name if the value cannot be read
     */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // what is kept was made by this very parser
    <T> T parsed(Function<String, T> parser) {
        Typed known = typed;
        if (known == null || known.parser != parser) {
            try {
                known = new Typed(parser, parser.apply(value()));
            } catch (SipParseException e) {
                throw e.in(name);
            }
            typed = known;
        }
        return (T) known.value;
    }

    /** Where the value begins in the bytes of its message. */
    int valueStart() {
        return valueStart;
    }

    /** Where the value ends in the bytes of its message. */
    int valueEnd() {
        return valueEnd;
    }

    /** How many bytes the line takes if it is all ASCII. */
    int sizeHint() {
        return source.length > 0 ? end - start : name.toString().length() + value().length() + 4;
    }

    void writeTo(ByteWriter out) {
        if (source.length > 0) {
            out.bytes(source, start, end - start);
        } else {
            out.text(name.toString()).text(": ").text(value()).crlf();
        }
    }

    @Override
    public String toString() {
        return name + ": " + value();
    }
}
