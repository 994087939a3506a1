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
import io.srf.session.DialogRecord;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins somebody who calls with a parked call: the caller's offer goes to the parked leg in a re-INVITE, whose answer goes into the 200; if the
 * caller makes no offer, the parked leg is asked for one. Touched by tasks of the parked call's mailbox alone, except where it says otherwise.
 */
public final class Retrieving implements SendListener<SipResponse>, LocalOffer.Taker {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 480;
    private static final int BUSY = 486;
    private static final int CANCELLED = 487;
    private static final int GONE = 481;
    private static final int NOT_ACCEPTABLE = 488;

    /** How long the caller's ACK is waited for while the parked side waits for its own: that one gives up after 64·T1. */
    private static final Duration ACK_WAIT = Duration.ofSeconds(20);

    private final Parked parked;
    private final Leg waiting;
    private final Call call;
    private final Request request;
    private final Response response;
    private final UasOptions options;
    private final Leg leg;
    private final CompletableFuture<B2BUA> result = new CompletableFuture<>();
    private @Nullable String before;
    private @Nullable String sdp;
    private @Nullable Consumer<String> acknowledge;
    private boolean handedOver;
    private boolean settled;

    private Retrieving(Parked parked, Request request, Response response, UasOptions options) {
        this.parked = parked;
        this.waiting = parked.leg();
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
            return refused(response, nobody(slot));
        }
        if (LegRecords.contact(request.message()) == null) {
            return refused(response, new SipException(BAD_REQUEST, "Missing Contact"));
        }
        Retrieving retrieving = new Retrieving(parked, request, response, options);
        retrieving.call.flight().decided("retrieve", slot);
        retrieving.call.execute(retrieving::begin);
        return retrieving.result;
    }

    private static SipException nobody(String slot) {
        return new SipException(NOT_FOUND, "Nobody is parked at " + slot).on(B);
    }

    private static CompletableFuture<B2BUA> refused(Response response, SipException why) {
        Sending.quietly(response, why.status(), why.reason(), Extras.NONE);
        return CompletableFuture.failedFuture(why);
    }

    private void begin() {
        if (!parked.take()) {
            boolean isOver = waiting.phase() != Phase.CONFIRMED || waiting.other() != null;
            SipException why = isOver
                    ? nobody(parked.slot())
                    : new SipException(BUSY, parked.slot() + " is being retrieved by another");
            Sending.quietly(response, why.status(), why.reason(), Extras.NONE);
            call.fail(result, why);
            return;
        }
        call.hold();
        call.flight().joins(request.message());
        before = waiting.record().local().sdp();
        leg.prepare(options.prepare());
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
        if (offer == null) {
            waiting.localOffers().add(LocalOffer.reinvite(null, Extras.NONE, DialogMachine.MAX_RETRIES, this));
        } else {
            Sdps.make(
                    call,
                    waiting.sdpFromPeer(),
                    offer,
                    made(ours -> Modify.offer(waiting, waiting.hold().again(ours), Extras.NONE, this)));
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
        fail(isOver ? nobody(parked.slot()) : Failures.on(B, cause), Kind.REJECTED);
    }

    private void passBack(SipResponse ofWaiting) {
        String theirs = Sdps.in(ofWaiting);
        Sdps.make(call, parked.ties().sdpToTarget(), theirs == null ? "" : theirs, made(this::answer));
    }

    private void answer(String made) {
        if (settled) {
            takeBack();
            return;
        }
        sdp = made;
        handedOver = true;
        Sending.response(response, OK, null, options.extras().body(made, Sdps.TYPE), this);
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

    private void answered(SipResponse message) {
        if (leg.phase() == Phase.TERMINATED) {
            Undo.answer(leg);
            return;
        }
        boolean late = acknowledge != null;
        leg.facts().answeredBy(message, sdp);
        if (late) {
            leg.remoteOffers().awaitAnswer(sdp, this::acknowledged);
            call.later(ACK_WAIT, () -> acknowledged(null));
        }
        leg.life().confirm(late ? Due.ANSWER : Due.ACK);
        if (!late) {
            joined();
        }
    }

    /** The caller's ACK came, with the answer to the offer of the parked side or without. */
    private void acknowledged(@Nullable String answer) {
        Consumer<String> acknowledging = acknowledge;
        if (settled || acknowledging == null) {
            return;
        }
        if (answer == null) {
            fail(new SipException(NOT_ACCEPTABLE, "No answer in the ACK").on(A), Kind.LOCAL_BYE);
        } else {
            Sdps.make(call, waiting.sdpFromPeer(), answer, made(acknowledging));
        }
    }

    private void joined() {
        Joining.Ties ties = parked.ties();
        settled = true;
        parked.retrieved();
        leg.join(waiting, new DialogRecord.Bridge(waiting.id(), ties.policies()), ties.sdpToTarget());
        waiting.join(leg, new DialogRecord.Bridge(leg.id(), ties.policies()), waiting.sdpFromPeer());
        leg.madeBy(null);
        call.complete(result, new B2BUA(leg.dialog(), waiting.dialog()));
        done();
    }

    private void done() {
        call.doneWith(response);
        call.release();
    }

    /** There will be no joined call; the other one stays parked, as it was. */
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
        parked.putBack();
        keepSession();
        takeBack();
        call.fail(result, cause);
        done();
    }

    /** The parked side has offered, and gets what it had. */
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
