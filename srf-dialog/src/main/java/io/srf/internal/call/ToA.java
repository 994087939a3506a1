// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.app.SipException;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the caller of a back-to-back call is answered with: B's responses, with the headers that the options want. */
final class ToA {
    private static final Logger LOG = LoggerFactory.getLogger(ToA.class);

    private static final int OK = 200;

    private final Response response;
    private final B2buaOptions options;
    private final HeaderFilter filter;

    ToA(Response response, B2buaOptions options) {
        this.response = response;
        this.options = options;
        this.filter = HeaderFilter.of(options.proxyResponseHeaders());
    }

    /**
     * Sends A a response like this one of B's, with this session description.
     *
     * @param reliably whether A is to acknowledge it, being provisional (RFC 3262 §3)
     */
    void pass(ReceivedResponse ofB, @Nullable String sdp, boolean reliably, SendListener<SipResponse> listener) {
        Extras plain = extras(ofB.message());
        Extras extras = reliably ? plain.header(HeaderName.REQUIRE.toString(), PrackGate.RELIABLE) : plain;
        Sending.response(
                response,
                ofB.status(),
                ofB.message().reason(),
                Bodies.pass(ofB.message(), sdp, Allow.in(extras)),
                listener);
    }

    /** Answers A with 200 where there is no response of B's. */
    void answer(@Nullable String sdp, SendListener<SipResponse> listener) {
        Extras extras = Allow.in(Extras.NONE);
        Sending.response(response, OK, null, sdp == null ? extras : extras.body(sdp, Sdps.TYPE), listener);
    }

    /** Refuses A with B's failure; if that cannot be sent as the options want it, with its status alone. */
    void refuse(Throwable cause) {
        SipResponse message = Bridge.responseOf(cause);
        if (message == null) {
            String reason = cause instanceof SipException sip ? sip.reason() : null;
            Sending.quietly(response, Requests.statusOf(cause), reason, Extras.NONE);
        } else {
            Extras whole = Bodies.passRefusal(
                    message, options.localSdpA() != null, Challenges.challenges(message, extras(message)));
            Sending.response(response, message.status(), message.reason(), whole, new Quiet<>() {
                @Override
                public void failed(Throwable cause) {
                    Sending.quietly(response, message.status(), message.reason(), Extras.NONE);
                }
            });
        }
    }

    private Extras extras(SipResponse ofB) {
        HeaderFilter copied = ofB.isProvisional() ? filter.without(HeaderName.REQUIRE) : filter;
        Extras extras = copied.copy(ofB, Extras.NONE);
        try {
            for (Header header : options.responseHeaders().apply(ofB)) {
                extras = extras.header(header);
            }
        } catch (Throwable e) {
            LOG.error("the headers of a response could not be made", e);
        }
        return extras;
    }
}
