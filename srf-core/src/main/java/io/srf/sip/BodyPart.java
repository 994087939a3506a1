// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One part of a multipart body: its own headers, and its bytes uncut (RFC 2046 §5.1). Immutable. */
public final class BodyPart {
    private final List<Header> headers;
    private final byte[] source;
    private final int start;
    private final int length;

    BodyPart(Header[] headers, byte[] source, int start, int length) {
        this.headers = List.of(headers);
        this.source = source;
        this.start = start;
        this.length = length;
    }

    /** The headers of the part; may be empty. */
    public List<Header> headers() {
        return headers;
    }

    /** The value of the first header with this name, or null. */
    public @Nullable String header(HeaderName name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return null;
    }

    /**
     * The value of the first header with this name in any spelling, or null.
     *
     * @throws IllegalArgumentException if the name is not a token
     */
    public @Nullable String header(String name) {
        return header(HeaderName.of(name));
    }

    /** The Content-Type without its parameters, in lower case; null where there is none. */
    public @Nullable String contentType() {
        String type = header(HeaderName.CONTENT_TYPE);
        return type == null ? null : HeaderValues.mediaType(type);
    }

    /** A copy of the bytes; may be empty. */
    public byte[] content() {
        return Arrays.copyOfRange(source, start, start + length);
    }

    /** The body that this is a part of, with another content of the part. */
    @SuppressWarnings("ReferenceEquality") // the very bytes, not equal ones
    byte[] replacedIn(byte[] body, int bodyStart, int bodyLength, byte[] content) {
        if (body != source) {
            throw new IllegalArgumentException("expected a part of this message, not of another");
        }
        int end = start + length;
        int rest = bodyStart + bodyLength - end;
        byte[] replaced = new byte[start - bodyStart + content.length + rest];
        System.arraycopy(source, bodyStart, replaced, 0, start - bodyStart);
        System.arraycopy(content, 0, replaced, start - bodyStart, content.length);
        System.arraycopy(source, end, replaced, replaced.length - rest, rest);
        return replaced;
    }

    /** The content decoded as UTF-8. */
    public String text() {
        return new String(source, start, length, StandardCharsets.UTF_8);
    }

    /**
     * The parts of a part that is multipart itself; empty if it is not.
     *
     * @throws SipParseException if the boundary is missing or never closes, or a part's headers cannot be read
     */
    public List<BodyPart> parts() {
        String type = header(HeaderName.CONTENT_TYPE);
        return type == null ? List.of() : Multipart.split(type, source, start, length);
    }
}
