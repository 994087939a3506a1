// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.internal.dialog.DialogEffect;
import io.srf.internal.dialog.DialogEvent;
import io.srf.internal.dialog.DialogMachine;
import io.srf.internal.dialog.DialogState;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.time.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs the dialog machine of one leg. Touched by tasks of the call's mailbox alone. */
final class LegMachine {
    /** No ACK comes later than this: 64·T1 (RFC 3261 §13.3.1.4), and the engine's own way to say so. */
    static final Duration ACK_WAIT = Duration.ofSeconds(36);

    /** The grain of the pause after a 491, and its bounds in grains (RFC 3261 §14.1). */
    private static final long PAUSE_GRAIN_MILLIS = 10;

    private static final int CALLER_MIN_GRAINS = 210;
    private static final int CALLER_MAX_GRAINS = 400;
    private static final int CALLEE_MAX_GRAINS = 200;

    private static final Extras UNACKNOWLEDGED = Extras.of("Reason", "SIP;cause=200;text=\"ACK timeout\"");

    private final Leg leg;
    private final String name;
    private DialogState state;
    private @Nullable Timer pause;
    private @Nullable Timer ack;

    LegMachine(Leg leg, boolean caller) {
        this.leg = leg;
        this.state = DialogState.early(caller);
        this.name = caller ? "dialog UAC" : "dialog UAS";
    }

    Phase phase() {
        return state.phase();
    }

    /** Whether the dialog is up and no offer is under way or waits. */
    boolean isSettled() {
        return state.phase() == Phase.CONFIRMED
                && state.talk() instanceof DialogState.Talk.Idle
                && state.waiting().isEmpty();
    }

    void step(DialogEvent event) {
        DialogMachine.Step step = DialogMachine.step(state, event);
        leg.call().flight().changed(name, state.phase(), step.state().phase());
        state = step.state();
        for (DialogEffect effect : step.effects()) {
            perform(effect);
        }
    }

    private void perform(DialogEffect effect) {
        switch (effect) {
            case DialogEffect.Send send -> leg.localOffers().send(send.id());
            case DialogEffect.Settle settle -> leg.localOffers().settle(settle.id(), settle.status());
            case DialogEffect.Deliver deliver -> leg.remoteOffers().deliver(deliver.id());
            case DialogEffect.Refuse refuse ->
                leg.remoteOffers().refuse(refuse.id(), refuse.status(), refuse.retryAfter());
            case DialogEffect.SendBye bye -> leg.bye().send();
            case DialogEffect.StartPause start -> pause = leg.call().later(pauseTime(), this::pauseOver);
            case DialogEffect.StopPause stop -> pause = cancelled(pause);
            case DialogEffect.StartAckTimer start -> ack = leg.call().later(ACK_WAIT, this::ackOverdue);
            case DialogEffect.StopAckTimer stop -> ack = cancelled(ack);
            case DialogEffect.Ended ended -> leg.ended(reason());
        }
    }

    /** Whatever else would have ended it here: if another node has the call, the dialog goes on there, unless the other side has not answered. */
    private TerminateReason reason() {
        if (leg.call().kept().isElsewhere() && !Ownership.isOursAlone(leg)) {
            boolean rings = state.caller() && leg.record().progress().state() == DialogRecord.State.EARLY;
            return TerminateReason.of(rings ? Kind.CANCELLED : Kind.TAKEN_OVER);
        }
        TerminateReason reason = state.reason();
        return reason == null ? TerminateReason.of(Kind.LOCAL_BYE) : reason;
    }

    private void pauseOver() {
        leg.call().flight().fired(name, "pause after glare");
        step(new DialogEvent.PauseOver());
    }

    private void ackOverdue() {
        leg.call().flight().fired(name, "no ACK");
        leg.remoteOffers().acknowledged(null);
        step(new DialogEvent.AckOverdue());
    }

    /** The engine that repeated our 2xx is gone, so that nobody else ends the call if its ACK does not come (RFC 3261 §13.3.1.4). */
    void isAcknowledgedNowOrNever() {
        if (ack != null && state.phase() == Phase.CONFIRMED) {
            ack.cancel();
            ack = leg.call().later(ACK_WAIT, () -> {
                ackOverdue();
                leg.bye().hangUp(TerminateReason.of(Kind.ACK_TIMEOUT), UNACKNOWLEDGED);
            });
        }
    }

    private static @Nullable Timer cancelled(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }

    /** 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the other side, in steps of 10 ms. */
    private Duration pauseTime() {
        int from = state.caller() ? CALLER_MIN_GRAINS : 0;
        int to = state.caller() ? CALLER_MAX_GRAINS : CALLEE_MAX_GRAINS;
        long grains = leg.call().calls().random().nextInt(from, to + 1);
        return Duration.ofMillis(grains * PAUSE_GRAIN_MILLIS);
    }
}
