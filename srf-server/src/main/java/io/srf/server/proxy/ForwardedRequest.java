// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.List;
import java.util.Set;

/** What a proxy makes of a received request before it passes it on (RFC 3261 §16.6). */
final class ForwardedRequest {
    /** What a request without Max-Forwards gets. */
    private static final int MAX_FORWARDS = 70;

    /** Headers of the received request that an application cannot change by proxying. */
    private static final Set<HeaderName> FIXED = Set.of(
            HeaderName.VIA,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.CONTACT,
            HeaderName.MAX_FORWARDS,
            HeaderName.RECORD_ROUTE,
            HeaderName.CONTENT_LENGTH,
            HeaderName.CONTENT_TYPE);

    private ForwardedRequest() {}

    /**
     * The request for one target.
     *
     * @param target the new Request-URI
     * @param hops our own, to stay in the dialog, the one towards the caller first; none to stay out of it
     */
    static SipRequest to(Uri target, SipRequest received, List<SipUri> hops) {
        int left = received.maxForwards();
        SipRequest.Builder request =
                received.toBuilder().uri(target).set(HeaderName.MAX_FORWARDS, left < 0 ? MAX_FORWARDS : left - 1);
        for (SipUri hop : hops) {
            request.addFirst(HeaderName.RECORD_ROUTE, NameAddr.of(hop.withParam("lr", null)));
        }
        return forStrictRouter(request.build());
    }

    /** The received request with what an application writes in place of its own headers of these names. */
    static SipRequest with(SipRequest headers, SipRequest received) {
        SipRequest.Builder request = received.toBuilder();
        List<Header> more = headers.headers().stream()
                .filter(header -> !FIXED.contains(header.name()))
                .toList();
        more.forEach(header -> request.remove(header.name()));
        more.forEach(request::add);
        return request.build();
    }

    /** A next hop that is a strict router finds itself in the Request-URI, and the target as the last Route (§16.6, step 6). */
    private static SipRequest forStrictRouter(SipRequest request) {
        List<NameAddr> routes = request.routes();
        if (routes.isEmpty() || isLoose(routes.getFirst().uri())) {
            return request;
        }
        SipRequest.Builder strict =
                request.toBuilder().uri(routes.getFirst().uri()).remove(HeaderName.ROUTE);
        routes.stream().skip(1).forEach(route -> strict.add(HeaderName.ROUTE, route));
        return strict.add(HeaderName.ROUTE, NameAddr.of(request.uri())).build();
    }

    static boolean isLoose(Uri uri) {
        return uri instanceof SipUri sip && sip.isLooseRouting();
    }
}
