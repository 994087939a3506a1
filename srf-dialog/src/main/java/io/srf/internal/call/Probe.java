// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;

/**
 * Asks the other side with OPTIONS whether it still is in the dialog. A 481, a 408, or no answer at all says that it is not, and a BYE is sent (RFC 3261
 * §12.2.1.2); of a 481 {@link Requests} takes care.
 */
final class Probe implements Requests.Outcome {
    private static final int REQUEST_TIMEOUT = 408;

    private final Leg leg;

    private Probe(Leg leg) {
        this.leg = leg;
    }

    static void send(Leg leg) {
        Requests.send(leg, OutgoingRequest.inDialog(leg.id(), Methods.OPTIONS, Extras.NONE), new Probe(leg));
    }

    @Override
    public void answered(SipResponse response) {
        if (response.status() == REQUEST_TIMEOUT) {
            gone();
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (Requests.statusOf(cause) == REQUEST_TIMEOUT) {
            gone();
        }
    }

    private void gone() {
        leg.bye().hangUp(TerminateReason.of(Kind.PEER_GONE), Extras.NONE);
    }
}
