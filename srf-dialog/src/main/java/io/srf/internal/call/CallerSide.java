// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.A;

import io.srf.B2buaOptions;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.app.SipException;
import io.srf.internal.b2bua.SetupEvent;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The caller's side of a back-to-back call while it is set up: tells the set-up what A does, and does to A what it says. */
final class CallerSide {
    private static final int CANCELLED = 487;
    private static final int NO_PRACK = 504;

    private final Call call;
    private final Setup setup;
    private final Request request;
    private final Response response;
    private final ToA toA;
    private final Leg leg;
    private final PrackGate gate;
    private final CallerPracks pracks;
    private final EarlyAgreement agreement = new EarlyAgreement();
    private Extras cancelExtras = Extras.NONE;

    CallerSide(Call call, Setup setup, Request request, Response response, B2buaOptions options) {
        this.call = call;
        this.setup = setup;
        this.request = request;
        this.response = response;
        this.toA = new ToA(response, options);
        this.leg = new Leg(
                call,
                request.agent(),
                LegRecords.received(request.message(), call.calls().timers().now()));
        this.gate = new PrackGate(call, response, this::acknowledged, this::silent);
        this.pracks = new CallerPracks(leg, setup, gate, agreement);
    }

    Leg leg() {
        return leg;
    }

    Response response() {
        return response;
    }

    /** Whether a response has given A a dialog. */
    boolean isInDialog() {
        return !leg.record().ids().localTag().isEmpty();
    }

    /** A's offer; null if there is none. */
    @Nullable String offer() {
        return Sdps.in(request.message());
    }

    /**
     * What A can be answered with while nobody is there to answer: what it was shown before, else a description without media.
     *
     * @param offer of the one who will be there; A is to answer it if A has made none
     * @return null if there is nothing to make it of
     */
    @Nullable String silence(@Nullable String offer) {
        String shown = leg.record().local().sdp();
        String described = offer() == null ? offer : offer();
        return shown == null && described != null ? Silence.like(described) : shown;
    }

    /** Whether A acknowledges provisional responses (RFC 3262 §3). */
    boolean takesReliable() {
        return PrackGate.isWanted(request.message(), true);
    }

    /** Headers for B's CANCEL out of A's, and of nothing else. */
    Extras cancelExtras() {
        return cancelExtras;
    }

    void begin(B2buaOptions options) {
        leg.listeners().prepare(leg, options.prepare());
        leg.madeBy(new Leg.Maker() {
            @Override
            public void abandoned() {
                setup.abort();
            }

            @Override
            public void ended(TerminateReason reason) {
                setup.step(new SetupEvent.AOver(new SipException(CANCELLED).on(A)));
            }

            @Override
            public @Nullable Leg partnerFor(String method) {
                return setup.calledFor(method);
            }
        });
        leg.life().tries();
        request.onClosed((cancel, reason) -> call.execute(() -> closed(cancel, reason)));
    }

    private void closed(@Nullable SipRequest cancel, @Nullable Throwable reason) {
        if (cancel != null) {
            copyReasons(cancel);
        }
        gate.open();
        setup.step(new SetupEvent.ACancelled(reason == null ? new SipException(CANCELLED).on(A) : reason));
    }

    private void copyReasons(SipRequest cancel) {
        for (Header header : cancel.headers()) {
            String name = header.name().toString().toLowerCase(Locale.ROOT);
            if (name.equals("reason") || name.startsWith("x-reason")) {
                cancelExtras = cancelExtras.header(header);
            }
        }
    }

    private void acknowledged(Request prack) {
        pracks.received(prack);
    }

    /** No PRACK came, so that the engine has refused A (RFC 3262 §3). */
    private void silent() {
        Sending.quietly(response, NO_PRACK);
        setup.step(new SetupEvent.AOver(new SipException(NO_PRACK).on(A)));
    }

    /**
     * Passes a provisional response of B's on.
     *
     * @param mayBind whether A may be sent it reliably, which binds it to the session description in it
     */
    void relay(ReceivedResponse ofB, @Nullable String sdp, boolean mayBind) {
        gate.pass(() -> relayNow(ofB, sdp, mayBind));
    }

    private void relayNow(ReceivedResponse ofB, @Nullable String sdp, boolean mayBind) {
        boolean reliably = mayBind && goesReliably(ofB, sdp);
        if (reliably) {
            gate.close();
        }
        String shown = agreement.inResponse(sdp);
        if (reliably && shown != null) {
            agreement.sent(shown, offer() == null);
        }
        toA.pass(ofB, shown, reliably, new Sent() {
            @Override
            void done(SipResponse message) {
                if (leg.phase() == Phase.EARLY) {
                    leg.facts().answeredBy(message, shown);
                    leg.life().begin();
                }
            }

            @Override
            void notDone(Throwable cause) {
                if (reliably) {
                    gate.open();
                }
            }
        });
    }

    /** A caller without an offer of its own gets B's with the first reliable response. */
    private boolean goesReliably(ReceivedResponse ofB, @Nullable String sdp) {
        boolean described = offer() != null || agreement.isOffered() || (sdp != null && ofB.isReliable());
        return described && PrackGate.isWanted(request.message(), ofB.isReliable());
    }

    /** Whether a reliable response has described the session, so that A ignores other descriptions in responses. */
    boolean isBound() {
        return agreement.isMade();
    }

    /** Whether A may be sent an offer before its 2xx, and takes it. */
    boolean takesUpdates() {
        return agreement.isReached() && request.message().lists(HeaderName.ALLOW, Methods.UPDATE);
    }

    /** Sends A an UPDATE with an offer of B's; what A is to be sent next waits for its answer. */
    void update(LocalOffer update, Leg from, RemoteOffer offer) {
        gate.pass(() -> {
            gate.closeUntilOpened();
            new EarlyUpdate(update, from, offer, pracks).send(leg);
        });
    }

    /** Answers with B's 2xx; the session description is an offer if A's INVITE had none and nothing was offered before. */
    void answer(ReceivedResponse ofB, @Nullable String sdp) {
        gate.pass(() -> answerNow(ofB, agreement.inResponse(sdp)));
    }

    /** Answers without a response of B's, because somebody else takes the call. */
    void answer(String sdp) {
        gate.pass(() -> {
            String shown = agreement.inResponse(sdp);
            toA.answer(shown, answering(shown));
        });
    }

    private void answerNow(ReceivedResponse ofB, @Nullable String sdp) {
        toA.pass(ofB, sdp, false, answering(sdp));
    }

    private Sent answering(@Nullable String sdp) {
        return new Sent() {
            @Override
            void done(SipResponse message) {
                answered(message, sdp);
            }

            @Override
            void notDone(Throwable cause) {
                setup.step(new SetupEvent.ANotSent(
                        Failures.on(A, request.isCancelled() ? new SipException(CANCELLED) : cause)));
            }
        };
    }

    private void answered(SipResponse message, @Nullable String sdp) {
        boolean offered = offer() != null;
        boolean late = !offered && sdp != null;
        leg.facts().answeredBy(message, sdp);
        if (late) {
            leg.remoteOffers().awaitAnswer(sdp, setup::acknowledged);
        }
        leg.life().confirm(late ? Due.ANSWER : Due.ACK);
        setup.step(new SetupEvent.ASent(offered));
    }

    void refuse(Throwable cause) {
        toA.refuse(cause);
    }

    /** Hangs up; it was answered. */
    void drop() {
        leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
    }

    /** Nothing came of the call; a leg that was answered ends by its own BYE. */
    void abandon() {
        if (leg.phase() == Phase.EARLY) {
            leg.over(TerminateReason.of(request.isCancelled() ? Kind.CANCELLED : Kind.REJECTED));
        }
    }

    /** Hears of a response to A in the call's mailbox. */
    private abstract class Sent implements SendListener<SipResponse> {
        abstract void done(SipResponse message);

        abstract void notDone(Throwable cause);

        @Override
        public void sent(SipResponse message, @Nullable String dialogId) {
            leg.known(dialogId);
            call.execute(() -> done(message));
        }

        @Override
        public void failed(Throwable cause) {
            call.execute(() -> notDone(cause));
        }
    }
}
