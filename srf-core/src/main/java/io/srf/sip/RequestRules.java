// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a server refuses before it looks at dialogs or asks an application: requests that are against RFC 3261, or that want what the
 * server does not have (§8.2, §16.3).
 *
 * <p>A pure function of the request, for any thread. What it reads is kept by the request, so the next reader does not parse it again. It
 * does not know methods (405, 501), bodies (415, 488) or users (401, 404): these are the application's. An ACK is judged like any other request,
 * but a server drops it instead of answering.
 */
public final class RequestRules {
    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED_SCHEME = 416;
    private static final int BAD_EXTENSION = 420;
    private static final int TOO_MANY_HOPS = 483;
    private static final int VERSION_NOT_SUPPORTED = 505;

    /** RFC 3261 §8.1.1; its Max-Forwards may be absent, as in requests from RFC 2543. */
    private static final List<HeaderName> REQUIRED =
            List.of(HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    /** Headers of which there can be only one, because two would contradict each other (§7.3.1). */
    private static final Set<HeaderName> SINGLE = Set.of(
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.MAX_FORWARDS,
            HeaderName.CONTENT_TYPE,
            HeaderName.CONTENT_DISPOSITION,
            HeaderName.DATE,
            HeaderName.EVENT,
            HeaderName.EXPIRES,
            HeaderName.MIN_SE,
            HeaderName.RACK,
            HeaderName.REFER_TO,
            HeaderName.REFERRED_BY,
            HeaderName.REPLACES,
            HeaderName.SESSION_EXPIRES,
            HeaderName.SUBSCRIPTION_STATE);

    /** Methods that begin and refresh sessions (RFC 4028 §4). */
    private static final Set<String> SESSION_REFRESH = Set.of(Methods.INVITE, Methods.UPDATE);

    private final Set<String> optionTags;

    /**
     * Rules for a server that supports these extensions.
     *
     * @param optionTags as Supported names them, in any case
     */
    public RequestRules(Set<String> optionTags) {
        this.optionTags =
                optionTags.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** Why a server does not serve this request; empty if it may. Both {@link #malformed} and {@link #unsupported}. */
    public Optional<Refusal> check(SipRequest request) {
        Optional<Refusal> malformed = malformed(request);
        return malformed.isPresent() ? malformed : unsupported(request);
    }

    /**
     * What everybody refuses, proxy or not: another version (505), a required header that is missing, a single one that is repeated, one
     * that cannot be read, a CSeq of another method, a bad Request-URI (400), or one of an unknown scheme (416).
     */
    public Optional<Refusal> malformed(SipRequest request) {
        if (!request.version().equals(SipMessage.VERSION)) {
            return Optional.of(Refusal.of(VERSION_NOT_SUPPORTED));
        }
        try {
            String problem = missing(request);
            problem = problem == null ? repeated(request) : problem;
            problem = problem == null ? unreadable(request) : problem;
            if (problem != null) {
                return Optional.of(new Refusal(BAD_REQUEST, problem, List.of()));
            }
        } catch (SipParseException e) {
            return Optional.of(new Refusal(e.suggestedStatus(), reason(e), List.of()));
        }
        return request.uri() instanceof OtherUri ? Optional.of(Refusal.of(UNSUPPORTED_SCHEME)) : Optional.empty();
    }

    private static @Nullable String missing(SipRequest request) {
        for (HeaderName name : REQUIRED) {
            if (!request.has(name)) {
                return "Missing " + name + " Header Field";
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // the same line, not an equal one
    private static @Nullable String repeated(SipRequest request) {
        for (Header header : request.lines()) {
            HeaderName name = header.name();
            if (SINGLE.contains(name) && header != request.first(name)) {
                return "Repeated " + name + " Header Field";
            }
        }
        return null;
    }

    /** Reads whatever the server will read later. */
    private static @Nullable String unreadable(SipRequest request) {
        request.topVia();
        request.from();
        request.to();
        request.callId();
        request.maxForwards();
        request.contacts();
        request.routes();
        request.recordRoutes();
        request.date();
        request.expires();
        if (SESSION_REFRESH.contains(request.method())) {
            request.sessionExpires();
            request.minSe();
        }
        if (!request.cseq().method().equals(request.method())) {
            return "CSeq Does Not Match the Method";
        }
        return request.uri() instanceof SipUri uri && !uri.headers().isEmpty() ? "Headers in the Request-URI" : null;
    }

    private static String reason(SipParseException e) {
        return e.header() != null ? "Malformed " + e.header() + " Header Field" : "Malformed Request-URI";
    }

    /**
     * What a user agent server refuses: extensions in Require that it does not support (420, §8.2.2.3). ACK and CANCEL may not
     * require any, and are let through.
     */
    public Optional<Refusal> unsupported(SipRequest request) {
        return request.is(Methods.ACK) || request.is(Methods.CANCEL)
                ? Optional.empty()
                : unsupported(request, HeaderName.REQUIRE);
    }

    /**
     * What a proxy refuses to forward: a request that came too far (483, §16.3 step 3), or extensions in Proxy-Require that it does not
     * support (420, §16.3 step 5).
     *
     * @throws SipParseException if Max-Forwards cannot be read, which {@link #malformed} tells beforehand
     */
    public Optional<Refusal> unforwardable(SipRequest request) {
        return request.maxForwards() == 0
                ? Optional.of(Refusal.of(TOO_MANY_HOPS))
                : unsupported(request, HeaderName.PROXY_REQUIRE);
    }

    private Optional<Refusal> unsupported(SipRequest request, HeaderName header) {
        Set<String> unknown = new LinkedHashSet<>();
        for (String tag : request.values(header)) {
            if (!optionTags.contains(tag.toLowerCase(Locale.ROOT))) {
                unknown.add(tag);
            }
        }
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.of(BAD_EXTENSION, Header.of(HeaderName.UNSUPPORTED, String.join(", ", unknown))));
    }
}
