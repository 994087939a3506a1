// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** Passes what one leg hears on to the leg it is joined with, and the answer back. */
final class Bridge {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int GATEWAY_TIMEOUT = 504;

    private Bridge() {}

    /** Passes a request that is no offer. */
    static void pass(Leg from, Leg to, Request request, Response response) {
        SipRequest received = request.message();
        OutgoingRequest passed = OutgoingRequest.inDialog(to.id(), request.method(), like(received, from, to));
        Requests.send(to, passed, new Requests.Outcome() {
            @Override
            public void sent(SipRequest message) {
                if (received.is(Methods.REFER)) {
                    to.referIds()
                            .passed(received.cseq().number(), message.cseq().number());
                }
            }

            @Override
            public void answered(SipResponse answer) {
                Extras back = HeaderFilter.IN_DIALOG.copy(answer, Extras.bodyOf(answer));
                Runnable send = () -> Sending.quietly(response, answer.status(), answer.reason(), back);
                if (answer.isSuccess()) {
                    Ownership.checked(from, send, lost -> Sending.unavailable(response));
                } else if (answer.status() == REQUEST_TIMEOUT) {
                    Sending.quietly(response, GATEWAY_TIMEOUT);
                } else {
                    send.run();
                }
            }

            @Override
            public void failed(Throwable cause) {
                Sending.quietly(response, statusForOthers(Requests.statusOf(cause)));
            }
        });
    }

    private static Extras like(SipRequest received, Leg from, Leg to) {
        Extras body = Extras.bodyOf(received);
        Header event = ReferIds.event(received, from, to);
        return event == null
                ? HeaderFilter.IN_DIALOG.copy(received, body)
                : HeaderFilter.IN_DIALOG
                        .without(HeaderName.EVENT)
                        .copy(received, body)
                        .header(event);
    }

    /** A 408 must not be sent to anything but an INVITE (RFC 4320 §4.2). */
    static int statusForOthers(int status) {
        return status == REQUEST_TIMEOUT ? GATEWAY_TIMEOUT : status;
    }

    /** Passes an offer, if offers pass. The failure that comes back leaves both sessions as they were (RFC 6141 §2). */
    static boolean passOffer(Leg from, RemoteOffer offer) {
        Leg to = from.partnership().partnerFor(Methods.INVITE);
        if (to == null
                || to.partnership().sdpFromPeer() instanceof FixedSdp
                || from.partnership().sdpFromPeer() instanceof FixedSdp) {
            return false;
        }
        new BridgedOffer(from, to, offer).start();
        return true;
    }

    /** One of the two is about to talk with somebody else: what they ask each other waits no longer. */
    static void giveWay(Leg leg) {
        leg.remoteOffers().giveWay();
        Leg partner = leg.other();
        if (partner != null) {
            partner.remoteOffers().giveWay();
        }
    }

    /** The other leg is over, so this one ends too, unless the application keeps it. */
    static void partnerEnded(Leg leg, TerminateReason reason, @Nullable Request bye) {
        boolean everyLegEnds = reason.kind() == Kind.LINK_LOST || reason.kind() == Kind.TAKEN_OVER;
        if (everyLegEnds || leg.other() == null || !leg.partnership().endsWithPartner()) {
            return;
        }
        SipRequest message = bye == null ? null : bye.message();
        Extras extras = message == null ? Extras.NONE : HeaderFilter.IN_DIALOG.copy(message, Extras.bodyOf(message));
        leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), extras);
    }

    /** The response that a failure of the other leg stands for; null if it brought none. */
    static @Nullable SipResponse responseOf(Throwable cause) {
        return cause instanceof SipException sip ? sip.response() : null;
    }
}
