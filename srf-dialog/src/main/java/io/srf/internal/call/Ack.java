// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Request;
import io.srf.internal.call.LegListeners.Notice;
import io.srf.internal.dialog.DialogEvent;

/** The ACK that comes for a 2xx of ours, to the first INVITE or a re-INVITE (RFC 3261 §13.3.1.4). */
final class Ack {
    private Ack() {}

    static void receive(Leg leg, Request request) {
        leg.remoteOffers().acknowledged(Sdps.in(request.message()));
        leg.listeners().tell(leg, Notice.ACK, request);
        leg.step(new DialogEvent.Ack());
    }
}
