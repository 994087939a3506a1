// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A SIP request: method, Request-URI, headers, body. Immutable. */
public final class SipRequest extends SipMessage {
    private static final Set<HeaderName> IN_EVERY_RESPONSE =
            Set.of(HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    private static final int TRYING = 100;

    private final String method;
    /** Null where it is read from the bytes. */
    private final @Nullable String uriText;

    private final String version;
    private @Nullable Uri uri;

    SipRequest(String method, @Nullable String uriText, String version, Parts parts) {
        super(parts);
        this.method = method;
        this.uriText = uriText;
        this.version = version;
    }

    /**
     * Begins a request.
     *
     * @throws IllegalArgumentException if the method is not a token
     */
    public static Builder builder(String method, Uri uri) {
        return new Builder(method, uri.toString());
    }

    /**
     * Begins a request; the URI is written as it is given, if it has the shape of one.
     *
     * @throws IllegalArgumentException if the method is not a token, or the URI has no scheme or a character that no URI may hold
     */
    public static Builder builder(String method, String uri) {
        return new Builder(method, uri);
    }

    /** Begins a changed copy. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * The same request without what was read from it so far, for those who keep many for long. Headers are read again when asked
     * for.
     */
    public SipRequest packed() {
        return new SipRequest(method, null, version, packedParts());
    }

    @Override
    public String method() {
        return method;
    }

    /** Whether the method is this one; methods are case-sensitive. */
    public boolean is(String other) {
        return method.equals(other);
    }

    /** The version as written; anything but {@code SIP/2.0} is to be refused with 505. */
    public String version() {
        return version;
    }

    /** The Request-URI as written. */
    public String uriText() {
        return uriText == null ? readUri() : uriText;
    }

    /**
     * The Request-URI.
     *
     * @throws SipParseException of the start line, if it cannot be read; the offset counts from the line's beginning
     */
    public Uri uri() {
        Uri known = uri;
        if (known == null) {
            try {
                known = Uri.parse(uriText());
            } catch (SipParseException e) {
                throw SipParseException.startLine(
                        startOfUri() + e.offset(), "bad Request-URI " + Text.show(uriText()) + ": " + e.problem());
            }
            uri = known;
        }
        return known;
    }

    private String readUri() {
        byte[] bytes = encoded();
        int end = startOfUri();
        while (bytes[end] != ' ') {
            end++;
        }
        return Text.decode(bytes, startOfUri(), end);
    }

    private int startOfUri() {
        return method.length() + 1;
    }

    @Override
    public String startLine() {
        return method + ' ' + uriText() + ' ' + version;
    }

    /**
     * Begins the response to this request: Via, From, To, Call-ID, CSeq, and Timestamp for a 100, as they came
     * (RFC 3261 §8.2.6.2). A tag in To is the caller's to add.
     *
     * @param reason the phrase, or null for the RFC's
     * @throws IllegalArgumentException if the status is not in 100..699 or the reason does not stay on one line
     */
    public SipResponse.Builder response(int status, @Nullable String reason) {
        SipResponse.Builder response = SipResponse.builder(status, reason);
        for (Header header : lines()) {
            HeaderName name = header.name();
            if (IN_EVERY_RESPONSE.contains(name) || (status == TRYING && name.equals(HeaderName.TIMESTAMP))) {
                response.add(header);
            }
        }
        return response;
    }

    /** Collects a request. */
    public static final class Builder extends SipMessage.Builder<Builder> {
        private final String method;
        private final String version;
        private String uri;

        private Builder(String method, String uri) {
            this.method = Methods.checked(method);
            this.version = VERSION;
            this.uri = checked(uri);
        }

        private Builder(SipRequest original) {
            super(original);
            this.method = original.method;
            this.version = original.version;
            this.uri = original.uriText();
        }

        private static String checked(String uri) {
            try {
                UriReader.checkShape(uri, 0);
                return uri;
            } catch (SipParseException e) {
                throw new IllegalArgumentException("not a Request-URI: " + e.problem(), e);
            }
        }

        @Override
        Builder self() {
            return this;
        }

        /** Sets the Request-URI. Throws {@link IllegalArgumentException} if it cannot be written. */
        public Builder uri(Uri newUri) {
            uri = checked(newUri.toString());
            return this;
        }

        /** The request, with its Content-Length. */
        public SipRequest build() {
            return new SipRequest(method, uri, version, parts());
        }
    }
}
