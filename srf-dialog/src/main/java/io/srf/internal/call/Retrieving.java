// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.A;
import static io.srf.app.SipException.Leg.B;

import io.srf.B2BUA;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UasOptions;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogMachine;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.link.LinkException;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins somebody who calls with a leg that is up, such as a parked one: the caller's offer goes to that leg in a re-INVITE, whose answer goes into
 * the 200; if the caller makes no offer, the leg is asked for one. Touched by tasks of the mailbox of that leg's call alone, except where it says
 * otherwise.
 */
public final class Retrieving implements SendListener<SipResponse>, LocalOffer.Taker {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 480;
    private static final int CANCELLED = 487;
    private static final int GONE = 481;
    private static final int NOT_ACCEPTABLE = 488;

    /** How long the caller's ACK is waited for while the other leg waits for its own: that one gives up after 64·T1. */
    private static final Duration ACK_WAIT = Duration.ofSeconds(20);

    private final Place place;
    private final Leg waiting;
    private final Call call;
    private final Request request;
    private final Response response;
    private final UasOptions options;
    private final Leg leg;
    private final CompletableFuture<B2BUA> result = new Cancellable<>(headers -> giveUp());
    private @Nullable String before;
    private @Nullable String sdp;
    private @Nullable Consumer<String> acknowledge;
    private boolean handedOver;
    private boolean settled;

    private Retrieving(Place place, Request request, Response response, UasOptions options) {
        this.place = place;
        this.waiting = place.leg();
        this.call = waiting.call();
        this.request = request;
        this.response = response;
        this.options = options;
        this.leg = new Leg(
                call,
                request.agent(),
                LegRecords.received(request.message(), call.calls().timers().now()));
    }

    /** Retrieves a call. Called by any thread. */
    public static CompletableFuture<B2BUA> start(
            Slots slots, Request request, Response response, String slot, UasOptions options) {
        if (!request.method().equals(Methods.INVITE)) {
            throw new IllegalArgumentException("a call is retrieved with INVITE, not " + request.method());
        }
        Parked parked = slots.in(slot);
        if (parked == null) {
            return refused(response, Parked.nobody(slot));
        }
        if (LegRecords.contact(request.message()) == null) {
            return refused(response, new SipException(BAD_REQUEST, "Missing Contact"));
        }
        return start(parked, request, response, options);
    }

    /** Has a caller take a place. Called by any thread. */
    static CompletableFuture<B2BUA> start(Place place, Request request, Response response, UasOptions options) {
        Retrieving retrieving = new Retrieving(place, request, response, options);
        retrieving.call.flight().decided("retrieve", place.name());
        retrieving.call.execute(retrieving::begin);
        return retrieving.result;
    }

    private static CompletableFuture<B2BUA> refused(Response response, SipException why) {
        Sending.quietly(response, why.status(), why.reason(), Extras.NONE);
        return CompletableFuture.failedFuture(why);
    }

    /** Nobody waits for the two to be joined any more. Called by any thread. */
    private void giveUp() {
        call.execute(() -> fail(new SipException(UNAVAILABLE), Kind.REJECTED));
    }

    private void begin() {
        SipException why = place.take();
        if (why != null) {
            settled = true;
            Sending.quietly(response, why.status(), why.reason(), Extras.NONE);
            call.fail(result, why);
            return;
        }
        call.hold();
        call.flight().joins(request.message());
        before = waiting.record().local().sdp();
        leg.listeners().prepare(leg, options.prepare());
        leg.madeBy(new Leg.Maker() {
            @Override
            public void abandoned() {
                fail(new SipException(UNAVAILABLE), Kind.REJECTED);
            }

            @Override
            public void ended(TerminateReason reason) {
                fail(new SipException(CANCELLED, reason.text()).on(A), reason.kind());
            }
        });
        leg.life().tries();
        request.onClosed((cancel, reason) -> call.execute(() -> closed(cancel, reason)));
        call.execute(this::offer);
    }

    /** Nothing can be sent any more; what becomes of a 2xx that was handed over is told elsewhere. */
    private void closed(@Nullable SipRequest cancel, @Nullable Throwable reason) {
        if (cancel != null) {
            fail(new SipException(CANCELLED).on(A), Kind.CANCELLED);
        } else if (!handedOver && reason != null) {
            fail(reason, reason instanceof LinkException ? Kind.LINK_LOST : Kind.REJECTED);
        }
    }

    /** Comes after a CANCEL that was there before us. */
    private void offer() {
        String offer = Sdps.in(request.message());
        if (settled) {
            return;
        }
        Bridge.giveWay(waiting);
        if (offer == null) {
            waiting.localOffers().add(LocalOffer.reinvite(null, Extras.NONE, DialogMachine.MAX_RETRIES, this));
        } else {
            Sdps.make(
                    call,
                    waiting.partnership().sdpFromPeer(),
                    offer,
                    made(ours -> Modify.offerAgain(waiting, ours, this)));
        }
    }

    private Sdps.Made made(Consumer<String> then) {
        return Sdps.Made.of(then, cause -> fail(cause, Kind.REJECTED));
    }

    @Override
    public void offered(SipResponse ofWaiting, Consumer<String> acknowledging) {
        acknowledge = acknowledging;
        if (settled) {
            keepSession();
        } else {
            passBack(ofWaiting);
        }
    }

    @Override
    public void accepted(SipResponse ofWaiting) {
        if (settled) {
            takeBack();
        } else if (acknowledge == null) {
            passBack(ofWaiting);
        } else {
            joined();
        }
    }

    @Override
    public void refused(Throwable cause) {
        boolean isOver = Requests.statusOf(cause) == GONE;
        fail(isOver ? place.over() : Failures.on(B, cause), Kind.REJECTED);
    }

    private void passBack(SipResponse ofWaiting) {
        String theirs = Sdps.in(ofWaiting);
        Sdps.make(call, place.ties().sdpToTarget(), theirs == null ? "" : theirs, made(this::answer));
    }

    private void answer(String made) {
        if (settled) {
            takeBack();
        } else if (isUp()) {
            handOver(made);
        }
    }

    /** Whether the other leg is still up; if not, the caller is refused, or hung up on. */
    private boolean isUp() {
        if (waiting.phase() == Phase.CONFIRMED) {
            return true;
        }
        fail(place.over(), Kind.REJECTED);
        return false;
    }

    private void handOver(String made) {
        sdp = made;
        handedOver = true;
        Sending.response(response, OK, null, Allow.in(options.extras()).body(made, Sdps.TYPE), this);
    }

    @Override
    public void sent(SipResponse message, @Nullable String dialogId) {
        leg.known(dialogId);
        call.execute(() -> answered(message));
    }

    @Override
    public void failed(Throwable cause) {
        call.execute(() -> fail(Failures.on(A, cause), request.isCancelled() ? Kind.CANCELLED : Kind.REJECTED));
    }

    /** The caller belongs to the other leg from here on: a node that takes the call over before they are joined hangs up on the caller. */
    private void answered(SipResponse message) {
        if (leg.phase() == Phase.TERMINATED) {
            Undo.answer(leg);
            return;
        }
        boolean late = acknowledge != null;
        leg.facts().answeredBy(message, sdp);
        leg.facts().bridged(place.ties().bridgeTo(waiting));
        if (late) {
            leg.remoteOffers().awaitAnswer(sdp, this::acknowledged);
            call.later(ACK_WAIT, () -> acknowledged(null));
        }
        leg.life().confirm(late ? Due.ANSWER : Due.ACK);
        if (!late) {
            joined();
        }
    }

    /** The caller's ACK came, with the answer to the offer of the other leg or without. */
    private void acknowledged(@Nullable String answer) {
        Consumer<String> acknowledging = acknowledge;
        if (settled || acknowledging == null) {
            return;
        }
        if (answer == null) {
            fail(new SipException(NOT_ACCEPTABLE, "No answer in the ACK").on(A), Kind.LOCAL_BYE);
        } else {
            Sdps.make(call, waiting.partnership().sdpFromPeer(), answer, made(acknowledging));
        }
    }

    private void joined() {
        if (!isUp()) {
            return;
        }
        Joining.Ties ties = place.ties();
        settled = true;
        place.taken();
        leg.join(waiting, ties.bridgeTo(waiting), ties.sdpToTarget());
        waiting.join(leg, ties.bridgeTo(leg), waiting.partnership().sdpFromPeer());
        leg.madeBy(null);
        call.kept().hurry();
        call.completeJoined(result, leg, waiting);
        place.joined(leg);
        done();
    }

    private void done() {
        call.doneWith(response);
        call.release();
    }

    /** There will be no joined call; the other leg stays as it was. */
    private void fail(Throwable cause, Kind kind) {
        if (settled) {
            return;
        }
        settled = true;
        leg.madeBy(null);
        if (!handedOver) {
            Sending.quietly(
                    response,
                    Requests.statusOf(cause),
                    cause instanceof SipException s ? s.reason() : null,
                    Extras.NONE);
        }
        if (leg.phase() == Phase.EARLY) {
            leg.over(TerminateReason.of(kind));
        } else {
            leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
        }
        place.putBack();
        keepSession();
        takeBack();
        call.fail(result, cause);
        done();
    }

    /** The other leg has offered, and gets what it had. */
    private void keepSession() {
        Consumer<String> acknowledging = acknowledge;
        if (acknowledging != null) {
            acknowledging.accept(before == null ? "" : before);
        }
    }

    private void takeBack() {
        if (!Objects.equals(before, waiting.record().local().sdp())) {
            Modify.takeBack(waiting, before);
        }
    }
}
