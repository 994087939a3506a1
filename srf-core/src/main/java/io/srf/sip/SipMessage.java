// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
public abstract sealed class SipMessage permits SipRequest, SipResponse {
    /** The only version there is. */
    public static final String VERSION = "SIP/2.0";

    static final byte[] NO_BYTES = {};

    private final Header[] headers;
    private final byte[] bodySource;
    private final int bodyStart;
    private final int bodyLength;
    private volatile byte @Nullable [] encoded;

    SipMessage(Parts parts) {
        this.headers = parts.headers;
        this.bodySource = parts.bodySource;
        this.bodyStart = parts.bodyStart;
        this.bodyLength = parts.bodyLength;
        this.encoded = parts.encoded;
    }

    /** What both kinds of message are made of. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    record Parts(Header[] headers, byte[] bodySource, int bodyStart, int bodyLength, byte @Nullable [] encoded) {}

    /** The first line, without its line end. */
    public abstract String startLine();

    /** The method of a request; of a response, the method its CSeq names. */
    public abstract String method();

    /** All headers, in order. */
    public List<Header> headers() {
        return List.of(headers);
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

    /** The value of the first header with this name, or null. */
    public @Nullable String header(HeaderName name) {
        Header header = first(name);
        return header == null ? null : header.value();
    }

    /** The value of the first header with this name in any spelling, or null. */
    public @Nullable String header(String name) {
        return header(HeaderName.of(name));
    }

    /** Whether there is a header with this name. */
    public boolean has(HeaderName name) {
        return first(name) != null;
    }

    /** Every header line with this name, in order. */
    public List<Header> all(HeaderName name) {
        List<Header> found = new ArrayList<>(2);
        for (Header header : headers) {
            if (header.name().equals(name)) {
                found.add(header);
            }
        }
        return found;
    }

    /** The values of a header whose lines may each hold several with commas between them, as Supported and Allow do. */
    public List<String> values(HeaderName name) {
        List<String> values = new ArrayList<>(4);
        for (Header header : all(name)) {
            values.addAll(header.<List<String>>parsed(HeaderValues::split));
        }
        return values;
    }

    /** Whether one of the values of this header is the given token, in any case. */
    public boolean lists(HeaderName name, String token) {
        return has(name) && values(name).stream().anyMatch(token::equalsIgnoreCase);
    }

    private Header required(HeaderName name) {
        Header header = first(name);
        if (header == null) {
            throw new SipParseException(
                    SipParseException.Layer.SEMANTICS, name.toString(), -1, 400, "the header is missing");
        }
        return header;
    }

    private <T> List<T> lists(HeaderName name, Function<String, List<T>> parser) {
        List<T> one = null;
        List<T> joined = null;
        for (Header header : headers) {
            if (header.name().equals(name)) {
                List<T> values = header.parsed(parser);
                if (one == null) {
                    one = values;
                } else {
                    joined = joined == null ? new ArrayList<>(one) : joined;
                    joined.addAll(values);
                }
            }
        }
        return joined != null ? joined : one != null ? one : List.of();
    }

    /** All hops, the last one taken first. */
    public List<Via> vias() {
        return lists(HeaderName.VIA, Via::parseList);
    }

    /** The hop that sent the message here. */
    public Via topVia() {
        return required(HeaderName.VIA).<List<Via>>parsed(Via::parseList).get(0);
    }

    /** Who the request is from. */
    public NameAddr from() {
        return required(HeaderName.FROM).parsed(NameAddr::parse);
    }

    /** Who the request was addressed to. */
    public NameAddr to() {
        return required(HeaderName.TO).parsed(NameAddr::parse);
    }

    /** The Call-ID. */
    public String callId() {
        return required(HeaderName.CALL_ID).value();
    }

    /** The CSeq. */
    public CSeq cseq() {
        return required(HeaderName.CSEQ).parsed(CSeq::parse);
    }

    /** Max-Forwards, 0 to 255, or -1 where there is none. */
    public int maxForwards() {
        Header header = first(HeaderName.MAX_FORWARDS);
        return header == null ? -1 : header.<Integer>parsed(text -> HeaderValues.number(text, "a hop count", 255));
    }

    /** Where the sender wants to be reached; empty if it does not say, or says {@code *}. */
    public List<NameAddr> contacts() {
        return hasWildcardContact() ? List.of() : lists(HeaderName.CONTACT, NameAddr::parseList);
    }

    /** The first contact, or null. */
    public @Nullable NameAddr contact() {
        List<NameAddr> all = contacts();
        return all.isEmpty() ? null : all.get(0);
    }

    /** Whether the Contact is {@code *}, as in a REGISTER that removes all bindings. */
    public boolean hasWildcardContact() {
        return "*".equals(header(HeaderName.CONTACT));
    }

    /** The hops that the request has yet to take. */
    public List<NameAddr> routes() {
        return lists(HeaderName.ROUTE, NameAddr::parseList);
    }

    /** The hops that want to stay in the dialog. */
    public List<NameAddr> recordRoutes() {
        return lists(HeaderName.RECORD_ROUTE, NameAddr::parseList);
    }

    /** Expires in seconds, or -1 where there is none; a value past 2<sup>31</sup> − 1 is that (RFC 3261 §20.19). */
    public int expires() {
        Header header = first(HeaderName.EXPIRES);
        return header == null ? -1 : header.<Integer>parsed(HeaderValues::seconds);
    }

    /** The Date, or null where there is none. */
    public @Nullable ZonedDateTime date() {
        Header header = first(HeaderName.DATE);
        return header == null ? null : header.parsed(SipMessage::parseDate);
    }

    private static ZonedDateTime parseDate(String text) {
        if (!text.endsWith(" GMT")) {
            throw SipParseException.value(0, "expected a date in GMT, found \"" + text + "\"");
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
        } catch (DateTimeException e) {
            throw SipParseException.value(0, "expected a date as RFC 1123 writes it, found \"" + text + "\"");
        }
    }

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

    /** The Content-Type without its parameters, in lower case; null where there is none. */
    public @Nullable String contentType() {
        String type = header(HeaderName.CONTENT_TYPE);
        return type == null ? null : HeaderValues.withoutParams(type);
    }

    /**
     * The parts of a multipart body (RFC 2046 §5.1); empty if the Content-Type is not multipart.
     *
     * @throws SipParseException if the boundary is missing or never closes
     */
    public List<BodyPart> bodyParts() {
        String type = header(HeaderName.CONTENT_TYPE);
        return type == null ? List.of() : BodyPart.split(type, bodySource, bodyStart, bodyLength);
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

    private byte[] encode() {
        ByteWriter out = new ByteWriter(384 + headers.length * 24 + bodyLength);
        out.text(startLine()).crlf();
        for (Header header : headers) {
            header.writeTo(out);
        }
        return out.crlf().bytes(bodySource, bodyStart, bodyLength).toBytes();
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

    /** Collects the headers and body of a new message; Content-Length is written by {@code build()}. */
    public abstract static sealed class Builder<B extends Builder<B>> permits SipRequest.Builder, SipResponse.Builder {
        private final List<Header> headers;
        private byte[] body;
        private int bodyStart;
        private int bodyLength;

        Builder() {
            headers = new ArrayList<>(16);
            body = NO_BYTES;
        }

        Builder(SipMessage original) {
            headers = new ArrayList<>(original.headers.length + 4);
            headers.addAll(Arrays.asList(original.headers));
            body = original.bodySource;
            bodyStart = original.bodyStart;
            bodyLength = original.bodyLength;
        }

        abstract B self();

        /** Adds a header after the last of the same name, or at the end. */
        public B add(Header header) {
            int at = headers.size();
            for (int i = headers.size() - 1; i >= 0; i--) {
                if (headers.get(i).name().equals(header.name())) {
                    at = i + 1;
                    break;
                }
            }
            headers.add(at, header);
            return self();
        }

        /** Adds a header after the last of the same name, or at the end. */
        public B add(HeaderName name, Object value) {
            return add(Header.of(name, value.toString()));
        }

        /** Adds a header before the first of the same name, or at the top. */
        public B addFirst(HeaderName name, Object value) {
            int at = Math.max(0, indexOf(name));
            headers.add(at, Header.of(name, value.toString()));
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
                for (int i = headers.size() - 1; i > at; i--) {
                    if (headers.get(i).name().equals(header.name())) {
                        headers.remove(i);
                    }
                }
            }
            return self();
        }

        /** Replaces the topmost hop, which may share its line with others. */
        public B replaceTopVia(Via via) {
            return editTopVia(via);
        }

        /** Takes the topmost hop away. */
        public B removeTopVia() {
            return editTopVia(null);
        }

        private B editTopVia(@Nullable Via replacement) {
            int at = indexOf(HeaderName.VIA);
            if (at >= 0) {
                List<Via> hops = new ArrayList<>(headers.get(at).<List<Via>>parsed(Via::parseList));
                hops.remove(0);
                if (replacement != null) {
                    hops.add(0, replacement);
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
            headers.removeIf(h -> h.name().equals(name));
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

        /** Sets the body, which is copied, and its Content-Type. */
        public B body(byte[] bytes, String contentType) {
            body = bytes.clone();
            bodyStart = 0;
            bodyLength = body.length;
            return set(HeaderName.CONTENT_TYPE, contentType);
        }

        /** Sets the body as UTF-8, and its Content-Type. */
        public B body(String text, String contentType) {
            return body(text.getBytes(StandardCharsets.UTF_8), contentType);
        }

        /** Takes over the body and Content-Type of another message. */
        public B bodyOf(SipMessage other) {
            body = other.bodySource;
            bodyStart = other.bodyStart;
            bodyLength = other.bodyLength;
            Header type = other.first(HeaderName.CONTENT_TYPE);
            return type == null ? remove(HeaderName.CONTENT_TYPE) : set(type);
        }

        /** Takes the body and its Content-Type away. */
        public B noBody() {
            body = NO_BYTES;
            bodyStart = 0;
            bodyLength = 0;
            return remove(HeaderName.CONTENT_TYPE);
        }

        /** The parts of the message, Content-Length last unless it stood somewhere already. */
        Parts parts() {
            set(Header.of(HeaderName.CONTENT_LENGTH, Integer.toString(bodyLength)));
            return new Parts(headers.toArray(Header[]::new), body, bodyStart, bodyLength, null);
        }
    }
}
