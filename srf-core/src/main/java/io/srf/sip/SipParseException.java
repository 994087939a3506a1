// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bytes or text that are not what RFC 3261 allows, with the place and the status a server should answer.
 *
 * <p>It says which layer objected: a {@link Layer#FRAMING} or {@link Layer#START_LINE} error means that there is no
 * message at all, a {@link Layer#HEADER} error that one header cannot be read, and {@link Layer#SEMANTICS} that readable
 * parts are missing or contradict each other.
 */
public final class SipParseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int MESSAGE_TOO_LARGE = 513;

    /** What objected to the input, outermost first. */
    public enum Layer {
        /** Line ends, header lines, the blank line, Content-Length, and the bounds of {@link SipLimits}. */
        FRAMING,
        /** Method, Request-URI, version, status code. */
        START_LINE,
        /** The value of one header, when it was read. */
        HEADER,
        /** Headers that are well-formed but missing, repeated or contradictory. */
        SEMANTICS
    }

    private final Layer layer;
    private final @Nullable String header;
    private final int offset;
    private final int suggestedStatus;
    private final String problem;

    /**
     * Makes an error.
     *
     * @param layer what objected
     * @param header the header's name, or null where the error is not in a header
     * @param offset of the first bad byte (in the message) or character (in the header's value); -1 if unknown
     * @param suggestedStatus the status a server should answer, 400 to 699
     * @param problem what was wrong and what was expected
     */
    public SipParseException(Layer layer, @Nullable String header, int offset, int suggestedStatus, String problem) {
        super(describe(layer, header, offset, problem));
        this.layer = layer;
        this.header = header;
        this.offset = offset;
        this.suggestedStatus = suggestedStatus;
        this.problem = problem;
    }

    static SipParseException framing(int offset, String problem) {
        return new SipParseException(Layer.FRAMING, null, offset, BAD_REQUEST, problem);
    }

    static SipParseException tooLarge(int offset, String problem) {
        return new SipParseException(Layer.FRAMING, null, offset, MESSAGE_TOO_LARGE, problem);
    }

    static SipParseException startLine(int offset, String problem) {
        return startLine(offset, BAD_REQUEST, problem);
    }

    static SipParseException startLine(int offset, int status, String problem) {
        return new SipParseException(Layer.START_LINE, null, offset, status, problem);
    }

    static SipParseException value(int offset, String problem) {
        return new SipParseException(Layer.HEADER, null, offset, BAD_REQUEST, problem);
    }

    static SipParseException semantics(HeaderName header, String problem) {
        return new SipParseException(Layer.SEMANTICS, header.toString(), -1, BAD_REQUEST, problem);
    }

    /** The same error, with the name of the header it was found in. */
    SipParseException in(HeaderName name) {
        return header != null ? this : new SipParseException(layer, name.toString(), offset, suggestedStatus, problem);
    }

    private static String describe(Layer layer, @Nullable String header, int offset, String problem) {
        String where = header == null ? layer.name().toLowerCase(Locale.ROOT).replace('_', ' ') : header;
        return where + (offset < 0 ? "" : " at " + offset) + ": " + problem;
    }

    /** The layer that objected. */
    public Layer layer() {
        return layer;
    }

    /** The header that could not be read, or null where the error is not in a header. */
    public @Nullable String header() {
        return header;
    }

    /** Where the input went wrong: a byte of the message or a character of the header's value; -1 if unknown. */
    public int offset() {
        return offset;
    }

    /** The status code a server should answer with. */
    public int suggestedStatus() {
        return suggestedStatus;
    }

    /** What was wrong and what was expected: the message without the place. */
    public String problem() {
        return problem;
    }
}
