// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.Request;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import org.jspecify.annotations.Nullable;

/** The INVITE that the called side of a back-to-back call gets. */
final class CalledInvite {
    private CalledInvite() {}

    /**
     * Writes it out of the caller's, with one hop less left; headers of the options take the place of those that are copied.
     *
     * @param sdp what is offered; null if the called side is to offer
     * @param answersEarly whether an offer in a reliable response can be answered in its PRACK (RFC 3262 §5); else B hears of no extension that A supports
     * @throws IllegalArgumentException if the URI, or the proxy's, cannot be read
     */
    static OutgoingRequest write(
            Request request, String uri, B2buaOptions options, @Nullable String sdp, boolean answersEarly) {
        HeaderFilter named = HeaderFilter.of(options.proxyRequestHeaders());
        boolean plain = sdp == null && !answersEarly;
        HeaderFilter filter = plain ? named.without(HeaderName.SUPPORTED).without(HeaderName.REQUIRE) : named;
        for (Header header : options.extras().headers()) {
            filter = replaces(header) ? filter.without(header.name()) : filter;
        }
        Extras extras = filter.copy(request.message(), Extras.NONE);
        for (Header header : options.extras().headers()) {
            extras = extras.header(header);
        }
        extras = Challenges.answers(request, options, extras);
        int hops = request.message().maxForwards();
        if (hops > 0) {
            extras = extras.header(HeaderName.MAX_FORWARDS.toString(), Integer.toString(hops - 1));
        }
        if (request.message().has(HeaderName.EXPIRES) && extras.first(HeaderName.EXPIRES) == null) {
            extras = extras.header(
                    HeaderName.EXPIRES.toString(),
                    Integer.toString(request.message().expires()));
        }
        CallRequest.Calling calling = new CallRequest.Calling(request.callingNumber(), request.callingName());
        Extras whole = Bodies.pass(request.message(), sdp, extras);
        return CallRequest.of(Methods.INVITE, uri, options, calling, whole);
    }

    /** Whether a header of the options leaves no room for a copied one; what both sides support adds up, unless nothing shall be supported. */
    private static boolean replaces(Header header) {
        return !header.name().equals(HeaderName.SUPPORTED) || header.value().isEmpty();
    }
}
