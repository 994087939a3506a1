// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers requests that get no transaction; the same request gets the same answer (RFC 3261 §8.2.7). */
final class StatelessResponses {
    /** How many answers may wait to be sent late; what is beyond gets none. */
    static final int MAX_LATE = 1_000;

    private final Context context;
    private final String secret;
    private int late;

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
        Prepared answer = answer(request, flow, status, reason, extra);
        if (answer != null) {
            send(answer);
        }
    }

    /** Answers as {@link #respond} does, but not before this time has passed; meanwhile it keeps nothing but the answer. */
    void respondLate(SipRequest request, Flow flow, int status, Duration after) {
        Prepared answer = late < MAX_LATE ? answer(request, flow, status, null, null) : null;
        if (answer != null) {
            late++;
            context.loop().timers().schedule(after.toMillis(), () -> {
                late--;
                send(answer);
            });
        }
    }

    private record Prepared(String method, SipResponse response, Flow back) {}

    private @Nullable Prepared answer(
            SipRequest request, Flow flow, int status, @Nullable String reason, @Nullable Header extra) {
        Via via;
        SipRequest stamped;
        try {
            stamped = Vias.stamp(request, flow.remote());
            via = stamped.topVia();
        } catch (SipParseException e) {
            return null;
        }
        SipResponse.Builder response = stamped.response(status, reason);
        String to = withTag(stamped, via);
        if (to != null) {
            response.set(HeaderName.TO, to);
        }
        if (extra != null) {
            response.add(extra);
        }
        return new Prepared(request.method(), response.build(), Vias.back(via, flow, context.flows()));
    }

    private void send(Prepared answer) {
        context.counts()
                .messages
                .sent
                .response(answer.method(), answer.response().status());
        context.calls().sent(answer.response(), answer.back());
        answer.back()
                .send(
                        answer.response().encoded(),
                        cause -> context.loop().later(() -> context.counts().transportFailures++));
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
