// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import org.jspecify.annotations.Nullable;

/** Answers requests that get no transaction; the same request gets the same answer (RFC 3261 §8.2.7). */
final class StatelessResponses {
    private final Context context;
    private final String secret;

    StatelessResponses(Context context) {
        this.context = context;
        this.secret = context.ids().next();
    }

    /**
     * Answers a request that need not be well-formed; not at all if its Via cannot be read.
     *
     * @param reason the phrase, or null for the RFC's
     * @param extra a header to add, or null
     */
    void respond(SipRequest request, Flow flow, int status, @Nullable String reason, @Nullable Header extra) {
        Via via;
        SipRequest stamped;
        try {
            stamped = Vias.stamp(request, flow.remote());
            via = stamped.topVia();
        } catch (SipParseException e) {
            return;
        }
        SipResponse.Builder response = stamped.response(status, reason);
        String to = withTag(stamped, via);
        if (to != null) {
            response.set(HeaderName.TO, to);
        }
        if (extra != null) {
            response.add(extra);
        }
        SipResponse whole = response.build();
        context.counts().messages.sent.response(request.method(), status);
        Flow back = Vias.back(via, flow, context.flows());
        context.calls().sent(whole, back);
        back.send(whole.encoded(), cause -> context.loop().later(() -> context.counts().transportFailures++));
    }

    /** The To with a tag that only this shard can make of the request; null to leave it alone. */
    private @Nullable String withTag(SipRequest request, Via via) {
        try {
            return request.to().tag() != null
                    ? null
                    : request.header(HeaderName.TO) + ";tag=" + secret.substring(0, secret.length() / 2)
                            + Integer.toHexString(
                                    (secret + via.branch() + request.header(HeaderName.CALL_ID)).hashCode());
        } catch (SipParseException e) {
            return null;
        }
    }
}
