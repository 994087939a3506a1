// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Handler;
import io.srf.app.Response;
import io.srf.sip.SipResponse;

/** An offer that the application answers. Whatever it does, or does not do in time, ends in one report to the leg. */
final class HandledOffer {
    private final Leg leg;
    private final RemoteOffer offer;

    HandledOffer(Leg leg, RemoteOffer offer) {
        this.leg = leg;
        this.offer = offer;
    }

    void run(Handler handler) {
        offer.request().onClosed((cancel, reason) -> leg.call().execute(this::closed));
        Handling.run(leg, handler, offer.request(), offer.response());
    }

    private void closed() {
        Response response = offer.response();
        SipResponse sent = response.sent();
        SipResponse success = sent != null && sent.isSuccess() ? sent : null;
        String sdp = success == null ? null : Sdps.in(success);
        leg.hold().gave(sdp);
        if (success != null) {
            leg.sessionWatch().accepted(success);
        }
        leg.remoteOffers().answered(offer, success != null, sdp, answer -> {});
    }
}
