// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.flight.FlightEvent;
import io.srf.server.sessiontimer.SessionHeaders;
import io.srf.server.sessiontimer.SessionTerms;
import io.srf.server.sessiontimer.SessionTimerEffect;
import io.srf.server.sessiontimer.SessionTimerEffect.EndDialog;
import io.srf.server.sessiontimer.SessionTimerEffect.SendRefresh;
import io.srf.server.sessiontimer.SessionTimerEffect.StartExpiry;
import io.srf.server.sessiontimer.SessionTimerEffect.StartRefresh;
import io.srf.server.sessiontimer.SessionTimerEffect.StopTimers;
import io.srf.server.sessiontimer.SessionTimerEvent;
import io.srf.server.sessiontimer.SessionTimerEvent.Expired;
import io.srf.server.sessiontimer.SessionTimerEvent.RefreshDue;
import io.srf.server.sessiontimer.SessionTimerMachine;
import io.srf.server.sessiontimer.SessionTimerState;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.time.Timer;
import org.jspecify.annotations.Nullable;

/** The session timer of one dialog: runs the machine, and knows what a refresh needs. Touched by its shard's loop alone. */
final class SessionTimer {
    private static final String WHOSE = "session timer";

    /** Does what the machine cannot: sends messages. */
    interface Sender {
        /** Refreshes the session of a dialog. */
        void refresh(Dialog dialog, SessionTimer timer, SessionTerms terms);

        /** Ends a dialog. */
        void end(Dialog dialog, SessionTimerEffect.Why why);
    }

    private final Shard shard;
    private final Dialog dialog;
    private final Sender sender;
    private SessionTimerState state = new SessionTimerState.Off();
    private @Nullable Timer refresh;
    private @Nullable Timer expiry;
    private LocalSession local = LocalSession.NONE;
    private boolean peerUpdates;
    private boolean updateRefused;
    private boolean peerKnowsTimers;
    private @Nullable Runnable waiting;

    SessionTimer(Shard shard, Dialog dialog, Sender sender) {
        this.shard = shard;
        this.dialog = dialog;
        this.sender = sender;
    }

    SessionTimerState state() {
        return state;
    }

    void step(SessionTimerEvent event) {
        SessionTimerMachine.Step step = SessionTimerMachine.step(state, event);
        if (!step.state().getClass().equals(state.getClass())) {
            record(new FlightEvent.StateChanged(WHOSE, state, step.state()));
        }
        state = step.state();
        step.effects().forEach(this::perform);
    }

    private void perform(SessionTimerEffect effect) {
        switch (effect) {
            case StartRefresh start -> refresh = start(refresh, start.millis(), new RefreshDue());
            case StartExpiry start -> expiry = start(expiry, start.millis(), new Expired());
            case StopTimers stop -> {
                stop(refresh);
                stop(expiry);
            }
            case SendRefresh send -> sender.refresh(dialog, this, send.terms());
            case EndDialog end -> sender.end(dialog, end.why());
        }
    }

    private Timer start(@Nullable Timer before, long millis, SessionTimerEvent event) {
        stop(before);
        return Unhurried.start(shard.loop().timers(), millis, () -> {
            record(new FlightEvent.TimerFired(WHOSE, event));
            step(event);
        });
    }

    private static void stop(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void record(FlightEvent event) {
        shard.calls().recorder().record(dialog.state().callId(), event);
    }

    /** What our side of the session last said of itself. */
    LocalSession local() {
        return local;
    }

    /** This message of ours took effect. */
    void said(SipMessage ours) {
        local = local.after(ours);
    }

    /** Notes whether the peer takes UPDATE (RFC 3311 §5.1), which a message without Allow does not say, and whether it knows session timers. */
    void heard(SipMessage theirs) {
        peerKnowsTimers |= SessionHeaders.mayExpire(theirs);
        if (theirs.method().equals(Methods.UPDATE)) {
            peerUpdates = true;
        } else if (theirs.has(HeaderName.ALLOW)) {
            peerUpdates = theirs.lists(HeaderName.ALLOW, Methods.UPDATE);
        }
    }

    /** The peer has refused an UPDATE as such. */
    void peerTakesNoUpdate() {
        updateRefused = true;
    }

    boolean peerUpdates() {
        return peerUpdates && !updateRefused;
    }

    /**
     * What a 2xx without Session-Expires leaves of the agreement: nothing (RFC 4028 §7.2), except that we go on refreshing a peer that has never heard of session
     * timers, as we have said to it in our 2xx (§9, Table 2).
     */
    @Nullable SessionTerms left() {
        return state instanceof SessionTimerState.Refreshing && !peerKnowsTimers ? state.terms() : null;
    }

    /** Keeps one request of the application until our refresh is answered; false if there is one already, or no refresh. */
    boolean holdBack(Runnable request) {
        if (waiting != null || !(state instanceof SessionTimerState.Refreshing)) {
            return false;
        }
        waiting = request;
        return true;
    }

    /** Lets a request go that was held back. */
    void letGo() {
        Runnable request = waiting;
        waiting = null;
        if (request != null) {
            request.run();
        }
    }
}
