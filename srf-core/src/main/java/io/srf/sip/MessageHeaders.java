// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The headers of a message, in order, and their typed readers. */
abstract sealed class MessageHeaders permits SipMessage {
    private volatile Header @Nullable [] lines;

    /** With these headers, or with those that {@link #readLines()} reads when they are asked for. */
    MessageHeaders(Header @Nullable [] lines) {
        this.lines = lines;
    }

    /** Reads the headers from the bytes of the message. */
    abstract Header[] readLines();

    /** All headers, in order; never changed. */
    final Header[] lines() {
        Header[] known = lines;
        if (known == null) {
            known = readLines();
            lines = known;
        }
        return known;
    }

    /** All headers, in order; unmodifiable. */
    public List<Header> headers() {
        return Collections.unmodifiableList(Arrays.asList(lines()));
    }

    /** The first header with this name, or null. */
    public @Nullable Header first(HeaderName name) {
        for (Header header : lines()) {
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

    /**
     * The value of the first header with this name in any spelling, or null.
     *
     * @throws IllegalArgumentException if the name is not a token
     */
    public @Nullable String header(String name) {
        return header(HeaderName.of(name));
    }

    /** Whether there is a header with this name. */
    public boolean has(HeaderName name) {
        return first(name) != null;
    }

    /** Every header line with this name, in order; empty if there is none. */
    public List<Header> all(HeaderName name) {
        List<Header> found = new ArrayList<>(2);
        for (Header header : lines()) {
            if (header.name().equals(name)) {
                found.add(header);
            }
        }
        return found;
    }

    /**
     * The values of a header whose lines may each hold several with commas between them, as Supported and Allow do; empty if there is none.
     */
    public List<String> values(HeaderName name) {
        return joined(name, HeaderValues.LIST);
    }

    /** Whether one of the values of this header is the given token, in any case. */
    public boolean lists(HeaderName name, String token) {
        for (String value : values(name)) {
            if (value.equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The addresses in a header that holds some, such as P-Asserted-Identity or Refer-To, all lines together; empty if there is none.
     *
     * @throws SipParseException if one cannot be read
     */
    public List<NameAddr> addresses(HeaderName name) {
        return joined(name, HeaderValues.ADDRESSES);
    }

    private <T> List<T> joined(HeaderName name, Function<String, List<T>> parser) {
        List<T> one = null;
        List<T> joined = null;
        for (Header header : lines()) {
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
        return joined != null ? Collections.unmodifiableList(joined) : one != null ? one : List.of();
    }

    private <T> T required(HeaderName name, Function<String, T> parser) {
        Header header = first(name);
        if (header == null) {
            throw SipParseException.semantics(name, "the header is missing");
        }
        return header.parsed(parser);
    }

    private <T> @Nullable T optional(HeaderName name, Function<String, T> parser) {
        Header header = first(name);
        return header == null ? null : header.parsed(parser);
    }

    private int optionalNumber(HeaderName name, Function<String, Integer> parser) {
        Header header = first(name);
        return header == null ? -1 : header.parsed(parser);
    }

    /** All hops, the last one taken first; empty if there is none. */
    public List<Via> vias() {
        return joined(HeaderName.VIA, HeaderValues.VIAS);
    }

    /** The hop that sent the message here. */
    public Via topVia() {
        return required(HeaderName.VIA, HeaderValues.VIAS).getFirst();
    }

    /** Who the request is from. */
    public NameAddr from() {
        return required(HeaderName.FROM, HeaderValues.ADDRESS);
    }

    /** Who the request was addressed to. */
    public NameAddr to() {
        return required(HeaderName.TO, HeaderValues.ADDRESS);
    }

    /** The Call-ID; never empty, no blanks in it. */
    public String callId() {
        return required(HeaderName.CALL_ID, HeaderValues.CALL_ID);
    }

    /** The CSeq. */
    public CSeq cseq() {
        return required(HeaderName.CSEQ, HeaderValues.CSEQ);
    }

    /** Max-Forwards, 0 to 255, or -1 where there is none. */
    public int maxForwards() {
        return optionalNumber(HeaderName.MAX_FORWARDS, HeaderValues.HOPS);
    }

    /** Where the sender wants to be reached; empty if it does not say, or says {@code *}. */
    public List<NameAddr> contacts() {
        return hasWildcardContact() ? List.of() : addresses(HeaderName.CONTACT);
    }

    /** The first contact, or null. */
    public @Nullable NameAddr contact() {
        List<NameAddr> all = contacts();
        return all.isEmpty() ? null : all.getFirst();
    }

    /** Whether the Contact is {@code *} and nothing else, as in a REGISTER that removes all bindings. */
    public boolean hasWildcardContact() {
        return "*".equals(header(HeaderName.CONTACT)) && all(HeaderName.CONTACT).size() == 1;
    }

    /** The hops that the request has yet to take; empty if there is none. */
    public List<NameAddr> routes() {
        return addresses(HeaderName.ROUTE);
    }

    /** The hops that want to stay in the dialog; empty if there is none. */
    public List<NameAddr> recordRoutes() {
        return addresses(HeaderName.RECORD_ROUTE);
    }

    /** Expires in seconds, or -1 where there is none; a value past 2<sup>31</sup> − 1 is that (RFC 3261 §20.19). */
    public int expires() {
        return optionalNumber(HeaderName.EXPIRES, HeaderValues.SECONDS);
    }

    /** Min-Expires in seconds, or -1 where there is none (RFC 3261 §20.23). */
    public int minExpires() {
        return optionalNumber(HeaderName.MIN_EXPIRES, HeaderValues.SECONDS);
    }

    /** Min-SE in seconds, or -1 where there is none (RFC 4028 §5). */
    public int minSe() {
        return optionalNumber(HeaderName.MIN_SE, HeaderValues.SECONDS);
    }

    /** Retry-After in seconds without its comment and parameters, or -1 where there is none (RFC 3261 §20.33). */
    public int retryAfter() {
        return optionalNumber(HeaderName.RETRY_AFTER, HeaderValues.SECONDS);
    }

    /** RSeq, the number of a reliable provisional response, or -1 where there is none (RFC 3262 §7.1). */
    public int rseq() {
        return optionalNumber(HeaderName.RSEQ, HeaderValues.RSEQ);
    }

    /** RAck, or null where there is none (RFC 3262 §7.2). */
    public @Nullable RAck rack() {
        return optional(HeaderName.RACK, HeaderValues.RACK);
    }

    /** Session-Expires, or null where there is none (RFC 4028 §4). */
    public @Nullable SessionExpires sessionExpires() {
        return optional(HeaderName.SESSION_EXPIRES, HeaderValues.SESSION_EXPIRES);
    }

    /** Whether Refer-Sub says {@code false}: a REFER wants no subscription, or a 2xx to one gives none (RFC 4488 §4). */
    public boolean declinesReferSub() {
        String value = header(HeaderName.REFER_SUB);
        return value != null && HeaderValues.withoutParams(value).equals("false");
    }

    /** The Date, or null where there is none. */
    public @Nullable ZonedDateTime date() {
        return optional(HeaderName.DATE, HeaderValues.DATE);
    }

    /** The Content-Type without its parameters, in lower case; null where there is none. */
    public @Nullable String contentType() {
        String type = header(HeaderName.CONTENT_TYPE);
        return type == null ? null : HeaderValues.mediaType(type);
    }
}
