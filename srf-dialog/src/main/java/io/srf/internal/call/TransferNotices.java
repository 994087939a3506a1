// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.Reasons;
import io.srf.sip.SipResponse;

/** Tells the one who sent a REFER what becomes of it (RFC 3515 §2.4.4), unless it does not want to know (RFC 4488). */
final class TransferNotices {
    private static final int ACCEPTED = 202;
    private static final int FINAL = 200;
    private static final String SIPFRAG = "message/sipfrag;version=2.0";
    private static final String ACTIVE = "active;expires=180";
    private static final String TERMINATED = "terminated;reason=noresource";

    private final Leg leg;
    private final String event;
    private final boolean wanted;
    private int last;

    TransferNotices(Leg leg, Request refer) {
        this.leg = leg;
        this.event = "refer;id=" + refer.cseq().number();
        this.wanted = !refer.message().declinesReferSub();
    }

    /** Accepts the REFER. */
    void accept(Response response) {
        Extras extras = wanted ? Extras.NONE : Extras.of(HeaderName.REFER_SUB.toString(), "false");
        Sending.quietly(response, ACCEPTED, null, extras);
    }

    /** Tells a status that has not just been told. */
    void tell(int status) {
        tell(status, () -> {});
    }

    /** Tells a status that has not just been told; what is to follow comes when that was heard, or cannot be heard. */
    void tell(int status, Runnable then) {
        if (!wanted || status == last) {
            then.run();
            return;
        }
        last = status;
        Extras extras = Extras.of(HeaderName.EVENT.toString(), event)
                .header(HeaderName.SUBSCRIPTION_STATE.toString(), status < FINAL ? ACTIVE : TERMINATED)
                .body("SIP/2.0 " + status + ' ' + Reasons.phrase(status) + "\r\n", SIPFRAG);
        Requests.send(leg, OutgoingRequest.inDialog(leg.id(), Methods.NOTIFY, extras), new Requests.Outcome() {
            @Override
            public void answered(SipResponse response) {
                then.run();
            }

            @Override
            public void failed(Throwable cause) {
                then.run();
            }
        });
    }
}
