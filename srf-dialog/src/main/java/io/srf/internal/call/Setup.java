// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.A;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.BridgePolicy;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.internal.b2bua.SetupEffect;
import io.srf.internal.b2bua.SetupEvent;
import io.srf.internal.b2bua.SetupMachine;
import io.srf.internal.b2bua.SetupState;
import io.srf.session.DialogRecord;
import io.srf.sip.Methods;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a back-to-back call, {@code createB2BUA}: runs the set-up machine over its two sides. Begun by {@link BackToBack}; touched by tasks of the mailbox alone, except where
 * it says otherwise.
 */
final class Setup {
    private static final int UNAVAILABLE = 480;
    private static final int GONE = 481;
    private static final int BUSY = 486;
    private static final int NOT_ACCEPTABLE = 488;

    private final Call call;
    private final B2buaOptions options;
    private final Map<String, String> policies;
    private final CallerSide caller;
    private final CalledSide called;
    private final SdpForA sdpForA;
    private final EarlyOffers earlyOffers;
    private final CompletableFuture<B2BUA> result = new Cancellable<>(headers -> abort());
    private SetupState state = SetupState.START;
    private @Nullable String offerForB;
    private @Nullable ReceivedResponse ofB;
    private @Nullable String sdpOfA;
    private @Nullable String answer;
    private @Nullable Leg pickedUpBy;

    Setup(Call call, Request request, Response response, TargetList targets, B2buaOptions options) {
        this.call = call;
        this.options = options;
        this.policies = names(options.bridge());
        this.caller = new CallerSide(call, this, request, response, options);
        this.called = new CalledSide(call, this, request, targets, options);
        this.sdpForA = new SdpForA(call, options.localSdpA(), () -> caller.isBound() && passes(Methods.INVITE));
        this.earlyOffers = new EarlyOffers(this, options, caller, called, sdpForA);
        this.answer = caller.offer();
    }

    private static Map<String, String> names(Map<String, BridgePolicy> policies) {
        Map<String, String> names = new HashMap<>();
        policies.forEach((method, policy) -> names.put(method, policy.name()));
        return Map.copyOf(names);
    }

    /** Calls B for A. Called by any thread. */
    CompletableFuture<B2BUA> start() {
        call.calls().making().keep(this::abort, result);
        call.execute(this::begin);
        return result;
    }

    private void begin() {
        call.hold();
        caller.begin(options);
        call.execute(this::makeOffer);
    }

    /** Comes after a CANCEL that was there before us. */
    private void makeOffer() {
        if (state.phase() != SetupState.Phase.OFFERING) {
            return;
        }
        String offer = caller.offer();
        if (offer == null || options.lateOffer()) {
            step(new SetupEvent.OfferReady());
        } else {
            Sdps.make(call, options.localSdpB(), offer, made(sdp -> {
                offerForB = sdp;
                step(new SetupEvent.OfferReady());
            }));
        }
    }

    /** Called by any thread. */
    void abort() {
        call.execute(() -> step(new SetupEvent.Abort(new SipException(UNAVAILABLE))));
    }

    /** B rings; what it sends in its response, or null where A is not to hear that. */
    void progress(ReceivedResponse response, @Nullable String sdpOfB) {
        sdpForA.make(sdpOfB, madeForA(sdp -> {
            ofB = response;
            sdpOfA = sdp;
            step(new SetupEvent.Progress());
        }));
    }

    /** The early leg that A's requests of this method pass to while B rings; null if they do not. */
    @Nullable Leg calledFor(String method) {
        return passes(method) ? called.audible() : null;
    }

    /** The same the other way, once A has an early dialog. */
    @Nullable Leg callerFor(String method) {
        return passes(method) && caller.isInDialog() ? caller.leg() : null;
    }

    /** Whether A's and B's requests of this method pass to the other. */
    boolean passes(String method) {
        return options.bridge().get(method) != BridgePolicy.LOCAL;
    }

    /** What the two offer each other while B rings. */
    EarlyOffers earlyOffers() {
        return earlyOffers;
    }

    /** Whether B is called, and nobody has answered. */
    boolean isCalling() {
        return state.phase() == SetupState.Phase.CALLING;
    }

    /** B belongs to A from here on, though A may not be answered for a while: a node that takes the call over meanwhile hangs B up. */
    void answered(ReceivedResponse response, boolean late) {
        Leg b = called.leg();
        if (b != null && !late) {
            b.facts().bridged(bridgeTo(caller.leg()));
        }
        ofB = response;
        step(new SetupEvent.BAnswered(late));
    }

    /** A's ACK came, with the answer to B's offer or without. */
    void acknowledged(@Nullable String sdp) {
        answer = sdp;
        step(new SetupEvent.AAck());
    }

    /** What passes between A and who picks the call up: the same as between A and B. */
    Joining.Ties ties() {
        return new Joining.Ties(policies, options.localSdpB());
    }

    /** A's leg. Called by any thread. */
    Leg caller() {
        return caller.leg();
    }

    /**
     * Answers A for somebody who picks the call up: without media, or with what A was shown before.
     *
     * @param ringing B's leg; a node that takes the call over before A is joined with somebody else hangs A up
     * @param offer of the one who picks the call up
     * @return null, or why it cannot be picked up
     */
    @Nullable SipException pickUp(Leg ringing, @Nullable String offer) {
        if (!isCalling()) {
            return new SipException(state.phase() == SetupState.Phase.OVER ? GONE : BUSY);
        }
        String silence = caller.silence(offer);
        if (silence == null) {
            return new SipException(NOT_ACCEPTABLE);
        }
        sdpOfA = silence;
        caller.leg().partnership().sdpFromPeer(options.localSdpA());
        caller.leg().facts().bridged(bridgeTo(ringing));
        step(new SetupEvent.PickedUp());
        return null;
    }

    /** A is joined with this one, who has picked the call up. */
    void pickedUp(Leg by) {
        pickedUpBy = by;
        step(new SetupEvent.Joined());
    }

    void step(SetupEvent event) {
        SetupMachine.Step step = SetupMachine.step(state, event);
        call.flight().changed("B2BUA", state.phase(), step.state().phase());
        state = step.state();
        step.effects().forEach(this::perform);
    }

    private void perform(SetupEffect effect) {
        switch (effect) {
            case SetupEffect.Call go -> called.call(offerForB);
            case SetupEffect.Relay relay -> relay();
            case SetupEffect.MakeSdp make -> makeSdp();
            case SetupEffect.AnswerA answerA -> answerA();
            case SetupEffect.MakeAnswer make -> makeAnswer();
            case SetupEffect.AckB ack -> called.acknowledge(answer == null ? "" : answer);
            case SetupEffect.CancelB cancel -> called.cancel(caller.cancelExtras());
            case SetupEffect.CancelElsewhere cancel -> called.cancelElsewhere();
            case SetupEffect.AnswerAlone alone -> answerAlone();
            case SetupEffect.DropB drop -> called.drop();
            case SetupEffect.DropA drop -> caller.drop();
            case SetupEffect.PassFailure pass -> passFailure(pass.cause());
            case SetupEffect.RejectA reject -> caller.refuse(reject.cause());
            case SetupEffect.Bridge bridge -> bridge();
            case SetupEffect.HandOver over -> handOver();
            case SetupEffect.Fail fail -> fail(fail.cause());
        }
    }

    private void relay() {
        ReceivedResponse response = ofB;
        if (response != null) {
            caller.relay(response, sdpOfA, called.isOne());
        }
    }

    private void makeSdp() {
        ReceivedResponse response = ofB;
        Leg leg = called.leg();
        if (response != null && leg != null) {
            sdpForA.make(descriptionOf(leg, response), madeForA(sdp -> {
                ofB = response;
                sdpOfA = sdp;
                step(new SetupEvent.SdpReady());
            }));
        }
    }

    /** What B has described last. A who was shown something else of this B gets that once more, because nothing else would count (RFC 3261 §13.2.1). */
    private @Nullable String descriptionOf(Leg leg, ReceivedResponse response) {
        String inAnswer = state.late() ? Sdps.in(response.message()) : null;
        String said = leg.facts().said();
        String last = said != null && said.equals(sdpForA.lastInput())
                ? said
                : leg.record().remote().sdp();
        return inAnswer == null ? last : inAnswer;
    }

    /** A belongs to B from here on: a node that takes the call over before they are joined hangs A up. */
    private void answerA() {
        ReceivedResponse response = ofB;
        Leg b = called.leg();
        if (response != null && b != null) {
            caller.leg().facts().bridged(bridgeTo(b));
            caller.answer(response, sdpOfA);
        }
    }

    private void answerAlone() {
        String sdp = sdpOfA;
        if (sdp != null) {
            caller.answer(sdp);
        }
    }

    private DialogRecord.Bridge bridgeTo(Leg partner) {
        return new DialogRecord.Bridge(partner.id(), policies);
    }

    private void makeAnswer() {
        String sdp = answer;
        if (sdp == null) {
            step(new SetupEvent.SdpFailed(new SipException(NOT_ACCEPTABLE, "No answer in the ACK").on(A)));
        } else {
            Sdps.make(call, options.localSdpB(), sdp, made(made -> {
                answer = made;
                step(new SetupEvent.AnswerReady());
            }));
        }
    }

    private void passFailure(Throwable cause) {
        if (options.passFailure()) {
            caller.refuse(cause);
        }
    }

    private void bridge() {
        Leg a = caller.leg();
        Leg b = called.leg();
        if (b == null) {
            throw new IllegalStateException("B has no leg");
        }
        a.join(b, bridgeTo(b), options.localSdpA());
        b.join(a, bridgeTo(a), options.localSdpB());
        b.madeBy(null);
        call.kept().hurry();
        complete(b);
        b.heldBack().letGo();
        OfferedMeanwhile.pass(a, caller.offer(), b, sdpForA.lastInput());
    }

    private void handOver() {
        Leg by = pickedUpBy;
        if (by != null) {
            complete(by);
        }
    }

    private void complete(Leg partner) {
        caller.leg().madeBy(null);
        call.completeJoined(result, caller.leg(), partner);
        call.doneWith(caller.response());
        call.release();
    }

    private void fail(Throwable cause) {
        caller.abandon();
        call.fail(result, cause);
        call.doneWith(caller.response());
        call.release();
    }

    /** Goes on with a session description that the application has made; without one the set-up fails. */
    Sdps.Made made(Consumer<String> then) {
        return Sdps.Made.of(then, cause -> step(new SetupEvent.SdpFailed(cause)));
    }

    /** The same with what A is to get. */
    SdpForA.Made madeForA(Consumer<@Nullable String> then) {
        return new SdpForA.Made() {
            @Override
            public void ready(@Nullable String sdp) {
                then.accept(sdp);
            }

            @Override
            public void failed(Throwable cause) {
                step(new SetupEvent.SdpFailed(cause));
            }
        };
    }
}
