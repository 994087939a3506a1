// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.CSeq;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the requests that share an INVITE's branch: the ACK of its failure and its CANCEL. */
public final class AckAndCancel {
    /** RFC 3261 §8.1.1.6. */
    private static final int MAX_FORWARDS = 70;

    /** What a CANCEL takes from its INVITE, and the two it must not have (RFC 3261 §9.1). */
    private static final Set<HeaderName> NOT_TO_BE_ADDED = Set.of(
            HeaderName.VIA,
            HeaderName.MAX_FORWARDS,
            HeaderName.ROUTE,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.REQUIRE,
            HeaderName.PROXY_REQUIRE);

    private AckAndCancel() {}

    /** The ACK of a final response of 300 or more (RFC 3261 §17.1.1.3), with the INVITE's credentials (§22.1). */
    static SipRequest ack(SipRequest invite, SipResponse response) {
        SipRequest.Builder ack = begin(Methods.ACK, invite, response.first(HeaderName.TO));
        invite.all(HeaderName.AUTHORIZATION).forEach(ack::add);
        invite.all(HeaderName.PROXY_AUTHORIZATION).forEach(ack::add);
        return ack.build();
    }

    /**
     * The CANCEL of an INVITE (RFC 3261 §9.1).
     *
     * @throws IllegalArgumentException if one of the headers is not the caller's to choose
     */
    public static SipRequest cancel(SipRequest invite, List<Header> headers) {
        SipRequest.Builder cancel = begin(Methods.CANCEL, invite, invite.first(HeaderName.TO));
        for (Header header : headers) {
            if (NOT_TO_BE_ADDED.contains(header.name())) {
                throw new IllegalArgumentException(
                        "a CANCEL takes its " + header.name() + " from the INVITE, expected: others like Reason");
            }
            cancel.add(header);
        }
        return cancel.build();
    }

    private static SipRequest.Builder begin(String method, SipRequest invite, @Nullable Header to) {
        SipRequest.Builder request = SipRequest.builder(method, invite.uriText())
                .add(HeaderName.VIA, invite.topVia())
                .add(HeaderName.MAX_FORWARDS, MAX_FORWARDS);
        invite.all(HeaderName.ROUTE).forEach(request::add);
        copy(invite.first(HeaderName.FROM), request);
        copy(to, request);
        copy(invite.first(HeaderName.CALL_ID), request);
        return request.add(HeaderName.CSEQ, new CSeq(invite.cseq().number(), method));
    }

    private static void copy(@Nullable Header header, SipRequest.Builder request) {
        if (header != null) {
            request.add(header);
        }
    }
}
