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
import org.jspecify.annotations.Nullable;

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
     * @param recordRoute our own hop, or null to stay out of the dialog
     * @param more headers that the application adds or replaces
     */
    static SipRequest to(Uri target, SipRequest received, @Nullable SipUri recordRoute, List<Header> more) {
        int hops = received.maxForwards();
        SipRequest.Builder request =
                received.toBuilder().uri(target).set(HeaderName.MAX_FORWARDS, hops < 0 ? MAX_FORWARDS : hops - 1);
        if (recordRoute != null) {
            request.addFirst(HeaderName.RECORD_ROUTE, NameAddr.of(recordRoute.withParam("lr", null)));
        }
        for (Header header : more) {
            if (!FIXED.contains(header.name())) {
                request.set(header);
            }
        }
        return request.build();
    }

    /** The request without its topmost Route, which led here (§16.4). */
    static SipRequest withoutOwnRoute(SipRequest received) {
        List<NameAddr> routes = received.routes();
        SipRequest.Builder request = received.toBuilder().remove(HeaderName.ROUTE);
        routes.stream().skip(1).forEach(r -> request.add(HeaderName.ROUTE, r));
        return request.build();
    }
}
