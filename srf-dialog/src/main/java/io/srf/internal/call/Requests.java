// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.NotSentException;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.RequestListener;
import io.srf.app.Response;
import io.srf.app.SentRequest;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.link.LinkException;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Requests inside a dialog that are neither offers nor endings: INFO, MESSAGE, OPTIONS, REFER, NOTIFY and their like, both ways. */
final class Requests {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int GONE = 481;
    private static final int BAD_EVENT = 489;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    /** What OPTIONS wants to know (RFC 3261 §11.2). */
    private static final Extras WHAT_WE_TAKE =
            Extras.NONE.header(Allow.HEADER).header(HeaderName.ACCEPT.toString(), Sdps.TYPE);

    private static final Set<String> JOINED_ONLY =
            Set.of(Methods.REFER, Methods.SUBSCRIBE, Methods.NOTIFY, Methods.UPDATE);

    private Requests() {}

    /** Sends a request for the application. Called by any thread. */
    static CompletableFuture<SipResponse> send(Leg leg, String method, Extras extras) {
        CompletableFuture<SipResponse> result = new CompletableFuture<>();
        leg.call().flight().decided("request", method);
        OutgoingRequest request = OutgoingRequest.inDialog(leg.id(), method, extras);
        leg.call().execute(() -> send(leg, request, new ForApplication(leg, request, result)));
        return result;
    }

    /** Hears what became of a request, in the call's mailbox. */
    interface Outcome {
        /** It has gone, perhaps not for the first time: a challenge has it sent again. */
        default void sent(SipRequest message) {}

        void answered(SipResponse response);

        void failed(Throwable cause);
    }

    /** Sends a request; one with an offer takes its turn among the offers. */
    static void send(Leg leg, OutgoingRequest request, Outcome outcome) {
        if (leg.phase() == Phase.TERMINATING || leg.phase() == Phase.TERMINATED) {
            outcome.failed(new SipException(GONE));
        } else if (request.message().is(Methods.UPDATE) && Sdps.in(request.message()) != null) {
            leg.localOffers().add(LocalOffer.update(request.message(), outcome));
        } else {
            Sending.inside(leg, request, new Heard(leg, outcome));
        }
    }

    static void receive(Leg leg, Request request, Response response) {
        if (isGone(leg)) {
            Sending.quietly(response, GONE);
            return;
        }
        Handler handler = leg.listeners().handler(request.method());
        Leg partner = partnerFor(leg, request.method());
        if (handler != null) {
            Handling.run(leg, handler, request, response);
        } else if (partner != null) {
            Bridge.pass(leg, partner, request, response);
            return;
        } else {
            answerAlone(leg, request, response);
        }
        leg.subscriptions().received(request);
    }

    private static void answerAlone(Leg leg, Request request, Response response) {
        if (!Understood.refuses(request, response)) {
            Extras more = request.method().equals(Methods.OPTIONS) ? WHAT_WE_TAKE : Extras.NONE;
            Sending.quietly(response, statusWithoutListener(leg, request), null, more);
        }
    }

    /** Before the call is joined requests pass too, but for those that begin a subscription or belong to one, or change the dialog. */
    private static @Nullable Leg partnerFor(Leg leg, String method) {
        Leg joined = leg.partnership().partnerFor(method);
        return joined != null || JOINED_ONLY.contains(method) ? joined : leg.earlyPartnerFor(method);
    }

    /** Whether the dialog takes no requests any more: from our BYE on (RFC 5407 §3.3.3); a subscription is NOTIFYed of its end. */
    private static boolean isGone(Leg leg) {
        boolean isCall = leg.record().progress().method().equals(Methods.INVITE);
        return leg.phase() == Phase.TERMINATED || (isCall && leg.phase() == Phase.TERMINATING);
    }

    private static int statusWithoutListener(Leg leg, Request request) {
        return switch (request.method()) {
            case Methods.INFO,
                    Methods.MESSAGE,
                    Methods.NOTIFY,
                    Methods.OPTIONS,
                    Methods.PUBLISH,
                    Methods.REFER,
                    Methods.UPDATE -> OK;
            case Methods.SUBSCRIBE -> leg.subscriptions().has(request.message()) ? ACCEPTED : BAD_EVENT;
            default -> NOT_IMPLEMENTED;
        };
    }

    /** The status that a failure without a response stands for. */
    static int statusOf(Throwable cause) {
        if (cause instanceof SipException sip) {
            return sip.status();
        }
        return cause instanceof LinkException ? UNAVAILABLE : SERVER_ERROR;
    }

    /** Notices that the other side does not know the dialog. */
    private record Heard(Leg leg, Outcome outcome) implements RequestListener {
        @Override
        public void sent(SentRequest request) {
            leg.call().execute(() -> outcome.sent(request.message()));
        }

        @Override
        public void answered(ReceivedResponse response) {
            leg.call().execute(() -> {
                boolean accepted = response.message().isSuccess();
                boolean updated = accepted && response.message().method().equals(Methods.UPDATE);
                if (accepted) {
                    leg.facts().accepted(response.message());
                }
                if (updated) {
                    leg.identified(Identities.asserted(response.message()));
                }
                outcome.answered(response.message());
                if (updated) {
                    leg.sessionWatch().answered(response.message());
                }
                if (response.status() == GONE && isUp() && !isOfSubscription(response.message())) {
                    peerGone();
                }
            });
        }

        /** A BYE tells the engine too that the call is over, and a peer that is still there after all (RFC 3261 §12.2.1.2). */
        private void peerGone() {
            TerminateReason reason = TerminateReason.of(Kind.PEER_GONE);
            if (Subscribing.isSubscription(leg)) {
                leg.over(reason);
            } else {
                leg.bye().hangUp(reason, Extras.NONE);
            }
        }

        /** An early dialog ends with its INVITE: many that ring do not take requests in it, and no drachtio-server does. */
        private boolean isUp() {
            return leg.phase() != Phase.EARLY;
        }

        /** Then only the subscription is unknown, while the call goes on (RFC 5057 §5.1). */
        private boolean isOfSubscription(SipResponse response) {
            boolean ofSubscription = response.method().equals(Methods.NOTIFY)
                    || response.method().equals(Methods.SUBSCRIBE);
            return ofSubscription && !Subscribing.isSubscription(leg);
        }

        @Override
        public void failed(Throwable cause) {
            leg.call().execute(() -> {
                outcome.failed(cause);
                if (cause instanceof NotSentException notSent && notSent.isUnknownDialog() && isUp()) {
                    leg.over(TerminateReason.of(Kind.PEER_GONE));
                }
            });
        }
    }

    /** What the application asked for, which may change a subscription. */
    private record ForApplication(Leg leg, OutgoingRequest request, CompletableFuture<SipResponse> result)
            implements Outcome {
        @Override
        public void answered(SipResponse response) {
            leg.call().complete(result, response);
            leg.subscriptions().answered(request.message(), response);
        }

        @Override
        public void failed(Throwable cause) {
            leg.call().fail(result, cause);
        }
    }
}
