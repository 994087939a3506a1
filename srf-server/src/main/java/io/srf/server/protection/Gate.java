// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.transaction.Screening;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.util.Set;

/** Decides which new requests one shard takes. For the shard's loop alone. */
public final class Gate {
    private static final Set<String> MAKE_DIALOGS = Set.of(Methods.INVITE, Methods.SUBSCRIBE, Methods.REFER);

    private final Protection protection;
    private final OverloadGuard overload;

    Gate(Protection protection, OverloadGuard overload) {
        this.protection = protection;
        this.overload = overload;
    }

    /**
     * What becomes of a request that is in no dialog and has no transaction yet.
     *
     * @param dialogs how many the shard has
     */
    public Screening screen(SipRequest request, Flow flow, int dialogs) {
        Screening stranger = protection.screen(request, flow);
        if (!stranger.equals(Screening.PASS)) {
            return stranger;
        }
        overload.keep(protection.options().overload());
        if (overload.refuses(flow.backlogNanos())) {
            return protection.busy(Refused.OVERLOADED, flow, "the engine is overloaded");
        }
        return hasRoom(request.method(), dialogs)
                ? Screening.PASS
                : protection.busy(Refused.TOO_MANY_DIALOGS, flow, "too many dialogs, expected: ≤ " + maxDialogs());
    }

    /** What becomes of a request that claims to be in a dialog, but in none that is known here; it counts as a new one of its source. */
    public Screening screenStranger(SipRequest request, Flow flow) {
        return protection.screen(request, flow);
    }

    /** Whether there is room for the dialog that a request with this method may make. */
    public boolean hasRoom(String method, int dialogs) {
        return dialogs < maxDialogs() || !MAKE_DIALOGS.contains(method);
    }

    private int maxDialogs() {
        return protection.options().overload().maxDialogs();
    }

    /** Whether malformed requests are more than something to be answered, so that they have to be found out before they have a transaction. */
    public boolean mindsMalformed() {
        return protection.mindsMalformed();
    }

    /**
     * Takes it that a request outside of calls is malformed.
     *
     * @param answer the response
     * @return whether that was all; if not, the request is to be answered
     */
    public boolean withholds(byte[] answer, Flow flow) {
        return protection.withholds(Refused.MALFORMED, answer, flow);
    }
}
