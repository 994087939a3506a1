// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

import io.srf.server.sessiontimer.SessionTerms.Refresher;
import io.srf.server.sessiontimer.SessionTimerEffect.EndDialog;
import io.srf.server.sessiontimer.SessionTimerEffect.SendRefresh;
import io.srf.server.sessiontimer.SessionTimerEffect.StartExpiry;
import io.srf.server.sessiontimer.SessionTimerEffect.StartRefresh;
import io.srf.server.sessiontimer.SessionTimerEffect.StopTimers;
import io.srf.server.sessiontimer.SessionTimerEffect.Why;
import io.srf.server.sessiontimer.SessionTimerEvent.Agreed;
import io.srf.server.sessiontimer.SessionTimerEvent.Decline;
import io.srf.server.sessiontimer.SessionTimerEvent.Ended;
import io.srf.server.sessiontimer.SessionTimerEvent.Expired;
import io.srf.server.sessiontimer.SessionTimerEvent.NotSent;
import io.srf.server.sessiontimer.SessionTimerEvent.PeerGone;
import io.srf.server.sessiontimer.SessionTimerEvent.Postponed;
import io.srf.server.sessiontimer.SessionTimerEvent.RefreshDue;
import io.srf.server.sessiontimer.SessionTimerEvent.Refused;
import io.srf.server.sessiontimer.SessionTimerEvent.Restored;
import io.srf.server.sessiontimer.SessionTimerEvent.TooShort;
import io.srf.server.sessiontimer.SessionTimerState.Declined;
import io.srf.server.sessiontimer.SessionTimerState.Off;
import io.srf.server.sessiontimer.SessionTimerState.Ours;
import io.srf.server.sessiontimer.SessionTimerState.Over;
import io.srf.server.sessiontimer.SessionTimerState.Refreshing;
import io.srf.server.sessiontimer.SessionTimerState.Theirs;
import java.util.List;

/**
 * The session timer of one side of a dialog (RFC 4028 §7.2, §9, §10).
 *
 * <pre>
 * state       event                next        effects
 * ----------  -------------------  ----------  ------------------------------------------------
 * any ¹       Agreed, we refresh   Ours        start REFRESH = interval/2, start EXPIRY ²
 *             Agreed, peer does    Theirs      stop timers, start EXPIRY ²
 *             Agreed, no terms     Off ³       stop timers
 *             Decline              Declined    stop timers
 *             Ended                Over        stop timers
 * Off         Restored, we refresh Ours        start REFRESH = pause, start EXPIRY ²
 *             Restored, peer does  Theirs      start EXPIRY ²
 * Ours        REFRESH              Refreshing  send refresh
 *             EXPIRY               Over        stop timers, end dialog: expired
 * Refreshing  NotSent, Refused     Ours        start REFRESH = interval/10
 *             Postponed            Ours        start REFRESH = pause
 *             TooShort             Refreshing  send refresh with the longer interval ⁴
 *             PeerGone             Over        stop timers, end dialog: peer gone
 *             EXPIRY               Over        stop timers, end dialog: expired
 * Theirs      EXPIRY               Over        stop timers, end dialog: expired
 * </pre>
 *
 * <p>Everything else is ignored. ¹ But Over. ² The interval without 32 s, or without a third of it if that is less. ³ Declined stays Declined. ⁴ One that is
 * not longer is taken as Refused.
 */
public final class SessionTimerMachine {
    private static final StopTimers STOP = new StopTimers();

    private SessionTimerMachine() {}

    /** What follows an event. */
    public record Step(SessionTimerState state, List<SessionTimerEffect> effects) {
        static Step to(SessionTimerState state, SessionTimerEffect... effects) {
            return new Step(state, List.of(effects));
        }
    }

    /** What an event makes of a state. */
    public static Step step(SessionTimerState state, SessionTimerEvent event) {
        return switch (state) {
            case Over over -> Step.to(over);
            case Off off -> event instanceof Restored restored ? restored(restored) : anywhere(off, event);
            case Declined declined -> anywhere(declined, event);
            case Ours ours -> ours(ours, event);
            case Refreshing refreshing -> refreshing(refreshing, event);
            case Theirs theirs -> event instanceof Expired ? ended(Why.EXPIRED) : anywhere(theirs, event);
        };
    }

    private static Step anywhere(SessionTimerState state, SessionTimerEvent event) {
        return switch (event) {
            case Agreed agreed -> agreed(state, agreed);
            case Decline decline -> Step.to(new Declined(), STOP);
            case Ended ended -> Step.to(new Over(), STOP);
            default -> Step.to(state);
        };
    }

    private static Step agreed(SessionTimerState state, Agreed agreed) {
        SessionTerms terms = agreed.terms();
        if (terms == null) {
            return Step.to(state instanceof Declined ? state : new Off(), STOP);
        }
        StartExpiry expiry = new StartExpiry(terms.expiryMillis());
        return terms.refresher() == Refresher.US
                ? Step.to(new Ours(terms), new StartRefresh(terms.refreshMillis()), expiry)
                : Step.to(new Theirs(terms), STOP, expiry);
    }

    private static Step restored(Restored restored) {
        SessionTerms terms = restored.terms();
        StartExpiry expiry = new StartExpiry(terms.expiryMillis());
        return terms.refresher() == Refresher.US
                ? Step.to(new Ours(terms), new StartRefresh(restored.pauseMillis()), expiry)
                : Step.to(new Theirs(terms), expiry);
    }

    private static Step ours(Ours state, SessionTimerEvent event) {
        return switch (event) {
            case RefreshDue due -> Step.to(new Refreshing(state.terms()), new SendRefresh(state.terms()));
            case Expired expired -> ended(Why.EXPIRED);
            default -> anywhere(state, event);
        };
    }

    private static Step refreshing(Refreshing state, SessionTimerEvent event) {
        SessionTerms terms = state.terms();
        return switch (event) {
            case NotSent notSent -> again(terms, terms.retryMillis());
            case Refused refused -> again(terms, terms.retryMillis());
            case Postponed postponed -> again(terms, postponed.pauseMillis());
            case TooShort tooShort ->
                tooShort.minSe() > terms.seconds()
                        ? longer(terms.atLeast(tooShort.minSe()))
                        : again(terms, terms.retryMillis());
            case PeerGone gone -> ended(Why.PEER_GONE);
            case Expired expired -> ended(Why.EXPIRED);
            default -> anywhere(state, event);
        };
    }

    private static Step again(SessionTerms terms, long millis) {
        return Step.to(new Ours(terms), new StartRefresh(millis));
    }

    private static Step longer(SessionTerms terms) {
        return Step.to(new Refreshing(terms), new SendRefresh(terms));
    }

    private static Step ended(Why why) {
        return Step.to(new Over(), STOP, new EndDialog(why));
    }
}
