// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.protection.Gate;
import io.srf.server.transport.Flow;
import io.srf.sip.Refusal;
import io.srf.sip.RequestRules;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import java.util.Optional;

/**
 * Malformed requests that get no transaction: those that do not say where their responses go, and those that are to be taken for probes. For the shard's loop
 * alone.
 */
final class MalformedRequests {
    private static final int MALFORMED = 400;

    private final RequestRules rules;
    private final Gate gate;
    private final UasCore uas;

    MalformedRequests(RequestRules rules, Gate gate, UasCore uas) {
        this.rules = rules;
        this.gate = gate;
        this.uas = uas;
    }

    /** Whether a request is one of these, and has got all that it gets; never asked of an ACK. */
    boolean take(SipRequest request, Flow flow) {
        boolean hasWayBack = hasReadableVia(request);
        if (hasWayBack && !gate.mindsMalformed()) {
            return false;
        }
        Optional<Refusal> refusal = rules.malformed(request).filter(why -> !hasWayBack || isProbe(request, why));
        if (refusal.isEmpty()) {
            return false;
        }
        byte[] answer = refusal.get().response(request).build().encoded();
        if (gate.withholds(answer, flow)) {
            return true;
        }
        if (!hasWayBack) {
            flow.send(answer, failure -> {});
        }
        return !hasWayBack;
    }

    /** A URI of another scheme is not malformed, and who is in a call is no stranger. */
    private boolean isProbe(SipRequest request, Refusal why) {
        return why.status() == MALFORMED && !isInCall(request);
    }

    private boolean isInCall(SipRequest request) {
        try {
            return request.to().tag() != null && uas.knows(request);
        } catch (SipParseException e) {
            return false;
        }
    }

    /** Whether a request says where its responses go; without that it has no transaction, and is refused where it came from. */
    private static boolean hasReadableVia(SipRequest request) {
        try {
            request.topVia();
            return true;
        } catch (SipParseException e) {
            return false;
        }
    }
}
