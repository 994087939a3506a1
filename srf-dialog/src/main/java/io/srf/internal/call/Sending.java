// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestListener;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.app.SentRequest;
import io.srf.auth.Logins;
import io.srf.sip.Header;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** Hands messages to the engine. What cannot even be handed over fails like what the engine refuses: by its listener. */
final class Sending {
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    private Sending() {}

    /** Sends a request; null if it was refused before it left. */
    static @Nullable SentRequest request(Agent agent, OutgoingRequest request, RequestListener listener) {
        try {
            return agent.send(request, listener);
        } catch (RuntimeException e) {
            listener.failed(e);
            return null;
        }
    }

    /**
     * Sends a request inside a dialog, if the call is ours; it carries and gets the answers to challenges that the dialog knows. Null if it was
     * refused before it left, or is sent later.
     */
    static @Nullable SentRequest inside(Leg leg, OutgoingRequest request, RequestListener listener) {
        RequestListener heard = new Counted(leg, listener);
        if (Ownership.isSure(leg)) {
            return request(leg.agent(), request.signedBy(leg.signing()), heard);
        }
        Ownership.checked(leg, () -> request(leg.agent(), request.signedBy(leg.signing()), heard), listener::failed);
        return null;
    }

    /**
     * Sends the PRACK for a reliable provisional response; whether it was heard is the other side's care.
     *
     * @param leg of the early dialog; null if there is none
     */
    static void prack(Agent agent, ReceivedResponse response, Extras extras, @Nullable Leg leg) {
        Quiet<SipRequest> nobody = new Quiet<>();
        try {
            if (leg == null) {
                agent.prack(response, extras, nobody);
            } else {
                agent.prack(response, extras, leg.signing(), new Counted(leg, nobody));
            }
        } catch (RuntimeException e) {
            nobody.failed(e);
        }
    }

    /** Remembers the CSeq of a request inside a dialog each time it has gone: a challenge has it sent again. */
    private record Counted(Leg leg, RequestListener sender) implements RequestListener {
        @Override
        public void sent(SentRequest request) {
            leg.facts().used(request.message().cseq().number());
            sender.sent(request);
        }

        @Override
        public void provisional(ReceivedResponse response) {
            sender.provisional(response);
        }

        @Override
        public void answered(ReceivedResponse response) {
            sender.answered(response);
        }

        @Override
        public void failed(Throwable cause) {
            sender.failed(cause);
        }
    }

    /** Sends a response. */
    static void response(
            Response response, int status, @Nullable String reason, Extras extras, SendListener<SipResponse> listener) {
        try {
            response.send(status, reason, extras, listener);
        } catch (Throwable e) {
            listener.failed(e);
        }
    }

    /** Refuses a request for now. */
    static void unavailable(Response response) {
        quietly(response, UNAVAILABLE, null, Extras.of("Retry-After", RETRY_AFTER_SECONDS));
    }

    /** Sends a response that nobody waits for. */
    static void quietly(Response response, int status) {
        quietly(response, status, null, Extras.NONE);
    }

    /** Sends a response that nobody waits for. */
    static void quietly(Response response, int status, @Nullable String reason, Extras extras) {
        response(response, status, reason, extras, new Quiet<>());
    }

    /** Sends the ACK for a 2xx; no one waits for it. */
    static void ack(Leg leg, @Nullable String sdp) {
        ack(leg, sdp, new Quiet<>());
    }

    /** Sends the ACK for a 2xx. */
    static void ack(Leg leg, @Nullable String sdp, SendListener<SipRequest> listener) {
        Extras extras = sdp == null || sdp.isEmpty() ? Extras.NONE : Extras.sdp(sdp);
        Logins logins = leg.logins();
        if (logins != null) {
            for (Header answer : logins.forAck()) {
                extras = extras.header(answer);
            }
        }
        Extras whole = extras;
        Ownership.checked(leg, () -> leg.agent().ack(leg.id(), whole, listener), listener::failed);
    }
}
