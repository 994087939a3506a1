// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application puts into a message beyond what the engine writes: headers and a body. Immutable.
 *
 * {@snippet :
 * res.send(200, Extras.sdp(answer).header("X-Queue", "sales"));
 * }
 */
public final class Extras {
    /** Nothing. */
    public static final Extras NONE = new Extras(List.of(), null, null);

    private static final String SDP = "application/sdp";

    private final List<Header> headers;
    private final byte @Nullable [] body;
    private final @Nullable String contentType;

    private Extras(List<Header> headers, byte @Nullable [] body, @Nullable String contentType) {
        this.headers = headers;
        this.body = body;
        this.contentType = contentType;
    }

    /** A session description as the body. */
    public static Extras sdp(String description) {
        return NONE.body(description, SDP);
    }

    /** Headers, and no body. */
    public static Extras of(Header... headers) {
        return new Extras(List.of(headers), null, null);
    }

    /** One header, and no body. */
    public static Extras of(String name, String value) {
        return NONE.header(name, value);
    }

    /** The body of another message with what describes it, Content-Type, Content-Disposition and their like, and no other headers. */
    public static Extras bodyOf(SipMessage other) {
        return NONE.bodyFrom(other);
    }

    /**
     * With one more header.
     *
     * @throws IllegalArgumentException if the name is not a token, or the value holds a line end
     */
    public Extras header(String name, String value) {
        return header(Header.of(name, value));
    }

    /** With one more header. */
    public Extras header(Header header) {
        List<Header> more = new ArrayList<>(headers);
        more.add(header);
        return new Extras(List.copyOf(more), body, contentType);
    }

    /** With this body, written as UTF-8. */
    public Extras body(String text, String type) {
        return body(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /** With this body, which is copied. */
    public Extras body(byte[] bytes, String type) {
        return new Extras(headers, bytes.clone(), type);
    }

    /** With the body of another message and what describes it: Content-Type, Content-Disposition and their like, where they are not given here. */
    public Extras bodyFrom(SipMessage other) {
        String type = other.header(HeaderName.CONTENT_TYPE);
        return type == null ? this : describedLike(other).body(other.body(), type);
    }

    /** With the headers that describe the body of another message, but for its Content-Type, where they are not given here. */
    public Extras describedLike(SipMessage other) {
        Extras described = this;
        for (Header header : other.headers()) {
            HeaderName name = header.name();
            if (name.describesBody() && !name.equals(HeaderName.CONTENT_TYPE) && first(name) == null) {
                described = described.header(header);
            }
        }
        return described;
    }

    /** The headers, in order. */
    public List<Header> headers() {
        return headers;
    }

    /** Whether there is a body. */
    public boolean hasBody() {
        return body != null;
    }

    /** The first header with this name, or null. */
    public @Nullable Header first(HeaderName name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return header;
            }
        }
        return null;
    }

    /** Writes them into a message, in the place of all headers of the same names. */
    <B extends SipMessage.Builder<B>> B into(B builder) {
        headers.forEach(header -> builder.remove(header.name()));
        headers.forEach(builder::add);
        return body == null || contentType == null ? builder : builder.body(body, contentType);
    }
}
