// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord.SessionTimer;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The session timer of a leg, as far as messages tell of it (RFC 4028). The engine refreshes and ends sessions; this knows when that is, and says when the
 * other side is late.
 *
 * <p>Touched by tasks of the call's mailbox; listeners may be added by any thread.
 */
final class SessionWatch {
    private final Leg leg;
    private volatile List<Consumer<SessionTimer>> listeners = List.of();
    private Timer warning = () -> {};

    SessionWatch(Leg leg) {
        this.leg = leg;
    }

    /** A 2xx of the other side came, to an INVITE or UPDATE of ours. */
    void answered(SipResponse theirs) {
        leg.facts()
                .timed(SessionTimers.setByPeer(
                        theirs, leg.call().calls().timers().now()));
        rearm();
    }

    /** Our 2xx was sent, to an INVITE or UPDATE of the other side. */
    void accepted(SipResponse ours) {
        leg.facts()
                .timed(SessionTimers.setByUs(ours, leg.call().calls().timers().now()));
        rearm();
    }

    /** Adds who hears that the other side is late. */
    void onExpiring(Consumer<SessionTimer> listener) {
        synchronized (this) {
            listeners = LegListeners.with(listeners, listener);
        }
        leg.call().execute(this::rearm);
    }

    /** Waits for the moment at which the other side is late, if somebody wants to know. */
    void rearm() {
        warning.cancel();
        SessionTimer timer = leg.record().sessionTimer();
        if (timer != null && isWatched() && SessionTimers.isTheirs(timer)) {
            Duration wait = Duration.between(leg.call().calls().timers().now(), SessionTimers.overdue(timer));
            warning = leg.call()
                    .calls()
                    .timers()
                    .schedule(Math.max(0, wait.toMillis()), () -> leg.call().execute(() -> expiring(timer)));
        }
    }

    private boolean isWatched() {
        return !listeners.isEmpty() && leg.phase() != Phase.TERMINATED;
    }

    private void expiring(SessionTimer timer) {
        if (timer.equals(leg.record().sessionTimer())) {
            leg.run(() -> listeners.forEach(listener -> listener.accept(timer)));
        }
    }

    /** The dialog is over. */
    synchronized void over() {
        listeners = List.of();
        warning.cancel();
    }
}
