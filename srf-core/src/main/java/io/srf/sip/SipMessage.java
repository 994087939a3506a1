// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A SIP request or response: a start line, headers in order, and a body of bytes.
 *
 * <p>Immutable: it may be shared between threads and kept for ever; {@code toBuilder()} makes a changed copy. A received
 * message that nobody changed is written byte for byte as it came. Typed readers ({@link #from()}, {@link #vias()} …)
 * parse when first called and throw {@link SipParseException} with the header's name where the header is malformed, and
 * where one that every message must have is missing.
 *
 * <p>On a Link, messages may be partial: an application need not write the headers that the engine fills in.
 */
public abstract sealed class SipMessage extends MessageHeaders permits SipRequest, SipResponse {
    /** The only version there is. */
    public static final String VERSION = "SIP/2.0";

    private static final byte[] NO_BYTES = {};
    private static final int CRLF = 2;

    private final byte[] bodySource;
    private final int bodyStart;
    private final int bodyLength;
    private volatile byte @Nullable [] encoded;

    SipMessage(Parts parts) {
        super(parts.headers);
        this.bodySource = parts.bodySource;
        this.bodyStart = parts.bodyStart;
        this.bodyLength = parts.bodyLength;
        this.encoded = parts.encoded;
    }

    /** What both kinds of message are made of. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    record Parts(
            Header @Nullable [] headers, byte[] bodySource, int bodyStart, int bodyLength, byte @Nullable [] encoded) {}

    /** The first line, without its line end. */
    public abstract String startLine();

    /** The method of a request; of a response, the method its CSeq names. */
    public abstract String method();

    /** The number of bytes in the body. */
    public int bodyLength() {
        return bodyLength;
    }

    /** A copy of the body. */
    public byte[] body() {
        return Arrays.copyOfRange(bodySource, bodyStart, bodyStart + bodyLength);
    }

    /** The body decoded as UTF-8; "" if there is none. */
    public String bodyText() {
        return new String(bodySource, bodyStart, bodyLength, StandardCharsets.UTF_8);
    }

    /**
     * The parts of a multipart body (RFC 2046 §5.1); empty if the Content-Type is not multipart.
     *
     * @throws SipParseException if the boundary is missing or never closes, or a part's headers cannot be read
     */
    public List<BodyPart> bodyParts() {
        String type = header(HeaderName.CONTENT_TYPE);
        return type == null ? List.of() : Multipart.split(type, bodySource, bodyStart, bodyLength);
    }

    /** The whole message as it is sent. The array belongs to the message: callers must not change it. */
    public byte[] encoded() {
        byte[] bytes = encoded;
        if (bytes == null) {
            bytes = encode();
            encoded = bytes;
        }
        return bytes;
    }

    /** What a message that holds nothing but its bytes is made of. */
    final Parts packedParts() {
        byte[] bytes = encoded();
        return new Parts(null, bytes, bytes.length - bodyLength, bodyLength, bytes);
    }

    @Override
    final Header[] readLines() {
        return SipParser.headers(encoded());
    }

    private byte[] encode() {
        String startLine = startLine();
        int size = startLine.length() + CRLF + CRLF + bodyLength;
        for (Header header : lines()) {
            size += header.sizeHint();
        }
        ByteWriter out = new ByteWriter(size);
        out.text(startLine).crlf();
        for (Header header : lines()) {
            header.writeTo(out);
        }
        return out.crlf().bytes(bodySource, bodyStart, bodyLength).toBytes();
    }

    /**
     * The body with this content in the place of that of one of its parts, all else byte for byte.
     *
     * @param part one of {@link #bodyParts}
     * @throws IllegalArgumentException if it is a part of another message
     */
    public byte[] bodyWith(BodyPart part, byte[] content) {
        return part.replacedIn(bodySource, bodyStart, bodyLength, content);
    }

    /** The message as text, for people; a body that is not UTF-8 loses bytes here. */
    @Override
    public String toString() {
        return new String(encoded(), StandardCharsets.UTF_8);
    }

    /** Two messages are equal if they are written with the same bytes. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof SipMessage message && Arrays.equals(encoded(), message.encoded()));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded());
    }

    /**
     * Collects the headers and body of a new message. Not for more than one thread at a time.
     *
     * <p>Content-Length is {@code build()}'s to write: it replaces one that is wrong or given twice, and leaves a right one as it was
     * written. Values are written with their {@code toString()}; one with CR, LF or NUL is an {@link IllegalArgumentException}.
     */
    public abstract static sealed class Builder<B extends Builder<B>> permits SipRequest.Builder, SipResponse.Builder {
        private final List<Header> headers;
        private byte[] body = NO_BYTES;
        private int bodyStart;
        private int bodyLength;

        Builder() {
            headers = new ArrayList<>(16);
        }

        Builder(SipMessage original) {
            headers = new ArrayList<>(original.lines().length + 4);
            Collections.addAll(headers, original.lines());
            takeBody(original);
        }

        abstract B self();

        /** Adds a header after the last of the same name, or at the end. */
        public B add(Header header) {
            int last = lastIndexOf(header.name());
            headers.add(last < 0 ? headers.size() : last + 1, header);
            return self();
        }

        /** Adds a header after the last of the same name, or at the end. */
        public B add(HeaderName name, Object value) {
            return add(Header.of(name, value.toString()));
        }

        /** Adds a header before the first of the same name, or at the top. */
        public B addFirst(HeaderName name, Object value) {
            headers.add(Math.max(0, indexOf(name)), Header.of(name, value.toString()));
            return self();
        }

        /** Replaces all headers of this name by one, in the place of the first; adds it if there is none. */
        public B set(HeaderName name, Object value) {
            return set(Header.of(name, value.toString()));
        }

        /** Replaces all headers of this name by one, in the place of the first; adds it if there is none. */
        public B set(Header header) {
            int at = indexOf(header.name());
            if (at < 0) {
                headers.add(header);
            } else {
                headers.set(at, header);
                headers.removeIf(h -> h != header && h.name().equals(header.name()));
            }
            return self();
        }

        /**
         * Replaces the topmost hop, which may share its line with others; nothing happens if there is none.
         *
         * @throws SipParseException if it cannot be read
         */
        public B replaceTopVia(Via via) {
            return editTopVia(via);
        }

        /**
         * Takes the topmost hop away, if there is one.
         *
         * @throws SipParseException if it cannot be read
         */
        public B removeTopVia() {
            return editTopVia(null);
        }

        private B editTopVia(@Nullable Via replacement) {
            int at = indexOf(HeaderName.VIA);
            if (at >= 0) {
                List<Via> hops = new ArrayList<>(headers.get(at).parsed(HeaderValues.VIAS));
                if (replacement == null) {
                    hops.removeFirst();
                } else {
                    hops.set(0, replacement);
                }
                if (hops.isEmpty()) {
                    headers.remove(at);
                } else {
                    headers.set(at, Header.of(HeaderName.VIA, HeaderValues.join(hops)));
                }
            }
            return self();
        }

        /** Removes all headers of this name. */
        public B remove(HeaderName name) {
            return removeIf(header -> header.name().equals(name));
        }

        /** Removes all headers that fulfil the condition. */
        public B removeIf(Predicate<Header> condition) {
            headers.removeIf(condition);
            return self();
        }

        /** Whether a header of this name has been given. */
        public boolean has(HeaderName name) {
            return indexOf(name) >= 0;
        }

        private int indexOf(HeaderName name) {
            for (int i = 0; i < headers.size(); i++) {
                if (headers.get(i).name().equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        private int lastIndexOf(HeaderName name) {
            int i = headers.size() - 1;
            while (i >= 0 && !headers.get(i).name().equals(name)) {
                i--;
            }
            return i;
        }

        /** Sets the body, which is copied, and its Content-Type; other headers stay as they are. */
        public B body(byte[] bytes, String contentType) {
            body = bytes.clone();
            bodyStart = 0;
            bodyLength = body.length;
            return set(HeaderName.CONTENT_TYPE, contentType);
        }

        /** Sets the body as UTF-8, and its Content-Type; other headers stay as they are. */
        public B body(String text, String contentType) {
            return body(text.getBytes(StandardCharsets.UTF_8), contentType);
        }

        /** Takes over the body of another message and what describes it: Content-Type, -Encoding, -Disposition and their like. */
        public B bodyOf(SipMessage other) {
            removeIf(header -> header.name().describesBody());
            for (Header header : other.lines()) {
                if (header.name().describesBody()) {
                    headers.add(header);
                }
            }
            takeBody(other);
            return self();
        }

        private void takeBody(SipMessage other) {
            body = other.bodySource;
            bodyStart = other.bodyStart;
            bodyLength = other.bodyLength;
        }

        /** Takes the body away, and what describes it: Content-Type, -Encoding, -Disposition and their like. */
        public B noBody() {
            body = NO_BYTES;
            bodyStart = 0;
            bodyLength = 0;
            return removeIf(header -> header.name().describesBody());
        }

        /** The parts of the message, Content-Length last unless it stood somewhere already. */
        Parts parts() {
            String length = Integer.toString(bodyLength);
            int at = indexOf(HeaderName.CONTENT_LENGTH);
            boolean right = at >= 0
                    && at == lastIndexOf(HeaderName.CONTENT_LENGTH)
                    && headers.get(at).value().equals(length);
            if (!right) {
                set(HeaderName.CONTENT_LENGTH, length);
            }
            return new Parts(headers.toArray(Header[]::new), body, bodyStart, bodyLength, null);
        }
    }
}
