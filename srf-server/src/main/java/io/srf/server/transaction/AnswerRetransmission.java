// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static io.srf.server.transaction.Effect.RESEND;

import io.srf.server.transaction.Effect.InformUnacknowledged;
import io.srf.server.transaction.Effect.StartTimer;
import io.srf.server.transaction.Effect.StopTimer;
import io.srf.server.transaction.Event.Acknowledged;
import io.srf.server.transaction.Event.Ended;
import io.srf.server.transaction.Event.TimerFired;

/**
 * How a UAS repeats a response to an INVITE until it is acknowledged, on reliable transports too: a 2xx until its ACK, at intervals that grow to T2 (RFC
 * 3261 §13.3.1.4), a reliable 1xx until its PRACK, at intervals that keep growing (RFC 3262 §3).
 *
 * <pre>
 * state           event           next            effects
 * --------------  --------------  --------------  ------------------------------------------
 * (begin)         response sent   Repeating       start REPEAT = T1, start UNACKNOWLEDGED = 64·T1
 * Repeating       REPEAT          Repeating       resend, start REPEAT = min(2·REPEAT, longest)
 *                 UNACKNOWLEDGED  Unacknowledged  stop REPEAT UNACKNOWLEDGED, inform unacknowledged
 *                 acknowledged    Acknowledged    stop REPEAT UNACKNOWLEDGED
 *                 ended           Unacknowledged  stop REPEAT UNACKNOWLEDGED, inform unacknowledged
 * </pre>
 *
 * <p>Everything else is ignored. {@code longest} is T2 for a 2xx, without bound for a 1xx.
 */
final class AnswerRetransmission {
    /** Where the answer can be. */
    enum State {
        REPEATING,
        ACKNOWLEDGED,
        UNACKNOWLEDGED
    }

    private static final StopTimer STOP_REPEAT = new StopTimer(TimerName.REPEAT);
    private static final StopTimer STOP_UNACKNOWLEDGED = new StopTimer(TimerName.UNACKNOWLEDGED);

    private final long longest;
    private final StartTimer startRepeat;
    private final StartTimer startUnacknowledged;

    private AnswerRetransmission(TimerValues timers, long longest) {
        this.longest = longest;
        this.startRepeat = new StartTimer(TimerName.REPEAT, timers.t1());
        this.startUnacknowledged = new StartTimer(TimerName.UNACKNOWLEDGED, timers.limit());
    }

    /** For a 2xx. */
    static AnswerRetransmission ofSuccess(TimerValues timers) {
        return new AnswerRetransmission(timers, timers.t2());
    }

    /** For a reliable 1xx. */
    static AnswerRetransmission ofProvisional(TimerValues timers) {
        return new AnswerRetransmission(timers, timers.limit());
    }

    Step<State, Effect.OfAnswer> begin() {
        return Step.to(State.REPEATING, startRepeat, startUnacknowledged);
    }

    Step<State, Effect.OfAnswer> step(State state, Event.OfAnswer event) {
        return switch (state) {
            case REPEATING -> repeating(event);
            case ACKNOWLEDGED, UNACKNOWLEDGED -> Step.to(state);
        };
    }

    private Step<State, Effect.OfAnswer> repeating(Event.OfAnswer event) {
        return switch (event) {
            case TimerFired fired ->
                switch (fired.timer()) {
                    case REPEAT ->
                        Step.to(
                                State.REPEATING,
                                RESEND,
                                new StartTimer(TimerName.REPEAT, Math.min(2 * fired.millis(), longest)));
                    case UNACKNOWLEDGED -> unacknowledged();
                    default -> Step.to(State.REPEATING);
                };
            case Acknowledged acknowledged -> Step.to(State.ACKNOWLEDGED, STOP_REPEAT, STOP_UNACKNOWLEDGED);
            case Ended ended -> unacknowledged();
        };
    }

    private static Step<State, Effect.OfAnswer> unacknowledged() {
        return Step.to(State.UNACKNOWLEDGED, STOP_REPEAT, STOP_UNACKNOWLEDGED, new InformUnacknowledged());
    }
}
