// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Request;
import io.srf.app.Response;

/**
 * Takes what comes inside a dialog of ours. If another node may have the call by now, the request waits, and the call's next ones behind it, until the store has
 * said whose the call is; this node is a {@linkplain Strangers stranger} to one that it has lost. Touched by tasks of the call's mailbox alone.
 */
final class Arrival {
    private final Leg leg;
    private final Request request;
    private final Response response;

    private Arrival(Leg leg, Request request, Response response) {
        this.leg = leg;
        this.request = request;
        this.response = response;
    }

    /** Takes a request, or lets it wait. */
    static void take(Leg leg, Request request, Response response) {
        if (request.isUnsolicited() || Ownership.isSure(leg)) {
            leg.heldBack().take(request, response);
        } else {
            new Arrival(leg, request, response).ask();
        }
    }

    private void ask() {
        leg.call().suspend();
        Ownership.confirmed(leg.call(), this::ours, this::lost);
    }

    private void ours() {
        leg.heldBack().take(request, response);
        leg.call().resume();
    }

    private void lost() {
        if (Ownership.isOursAlone(leg)) {
            leg.heldBack().take(request, response);
        } else {
            leg.call().calls().take(request, response);
        }
        leg.call().resume();
    }
}
