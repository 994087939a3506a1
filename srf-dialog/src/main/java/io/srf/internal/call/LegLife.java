// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.DialogStateEvent;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.internal.dialog.DialogEvent;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord.State;
import io.srf.sip.Methods;
import org.jspecify.annotations.Nullable;

/**
 * How a leg begins and ends, for all who have to know: its call, its record, the application and watchers of dialog states.
 *
 * <p>Touched by tasks of the call's mailbox alone, except where it says otherwise.
 */
final class LegLife {
    private final Leg leg;
    private final Call call;
    private boolean announced;
    private boolean watched;
    private volatile boolean restored;

    LegLife(Leg leg) {
        this.leg = leg;
        this.call = leg.call();
    }

    /** Its INVITE was received: watchers hear of it from now on, though it is no dialog yet. */
    void tries() {
        changed(DialogStateEvent.State.TRYING, null);
    }

    /** The dialog is there, and early: it can be used, and is announced. */
    void begin() {
        if (!announced) {
            announce();
            leg.facts().reached(State.EARLY);
            changed(DialogStateEvent.State.EARLY, null);
            call.calls().lifecycle().early(leg);
        }
    }

    private void announce() {
        call.hold();
        call.legs().add(leg);
        announced = true;
    }

    private void changed(DialogStateEvent.State state, @Nullable TerminateReason reason) {
        if (leg.record().progress().method().equals(Methods.INVITE)) {
            watched = true;
            call.calls().lifecycle().changed(call, state, leg.record(), reason);
        }
    }

    /** A 2xx made it a confirmed dialog. */
    void confirm(Due due) {
        if (!announced) {
            announce();
        }
        leg.facts().reached(State.CONFIRMED);
        changed(DialogStateEvent.State.CONFIRMED, null);
        leg.hold().gave(leg.record().local().sdp());
        leg.step(new DialogEvent.Confirmed(due));
        leg.sessionWatch().rearm();
        call.calls().lifecycle().created(leg);
    }

    /** Goes on as another node has left it; that it was made was told there. */
    void restore() {
        announce();
        restored = true;
        leg.hold().restore();
        leg.step(new DialogEvent.Confirmed(Due.NOTHING));
        call.calls().add(leg);
    }

    /** Whether another node has made it. Called by any thread. */
    boolean isRestored() {
        return restored;
    }

    /** It was restored, and is ours: from now on it is watched as if it had been made here. */
    void goesOn() {
        if (leg.phase() == Phase.CONFIRMED) {
            watched = true;
            leg.sessionWatch().rearm();
        }
    }

    /**
     * It is over.
     *
     * @param maker who was making it; null if it stood by itself
     */
    void ended(TerminateReason reason, Leg.@Nullable Maker maker) {
        call.calls().remove(leg);
        leg.subscriptions().over();
        leg.sessionWatch().over();
        leg.heldBack().letGo();
        boolean goesOn = reason.kind() == Kind.TAKEN_OVER;
        if (!goesOn) {
            keepAndTellEnd(reason);
        } else if (call.kept().lost() && leg.agent().isSrf()) {
            leg.agent().release(leg.id());
        }
        if (maker != null) {
            maker.ended(reason);
        }
        leg.listeners().ended().complete(reason);
        if (announced) {
            leave(reason, goesOn);
        }
    }

    private void keepAndTellEnd(TerminateReason reason) {
        if (announced) {
            leg.facts().reached(State.TERMINATED);
        }
        if (watched) {
            changed(DialogStateEvent.State.TERMINATED, reason);
        }
    }

    private void leave(TerminateReason reason, boolean goesOn) {
        if (goesOn) {
            call.calls().lifecycle().handedOver(leg);
        } else {
            call.calls().lifecycle().terminated(leg, reason);
        }
        Leg peer = leg.other();
        if (peer != null) {
            Bridge.partnerEnded(peer, reason, leg.bye().received());
        }
        call.legs().remove(leg);
        call.release();
    }
}
