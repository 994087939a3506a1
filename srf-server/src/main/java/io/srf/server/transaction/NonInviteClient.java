// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static io.srf.server.transaction.Effect.INFORM_TIMEOUT;
import static io.srf.server.transaction.Effect.RESEND;
import static io.srf.server.transaction.Effect.TERMINATED;

import io.srf.server.transaction.Effect.Deliver;
import io.srf.server.transaction.Effect.InformTransportError;
import io.srf.server.transaction.Effect.Send;
import io.srf.server.transaction.Effect.StartTimer;
import io.srf.server.transaction.Effect.StopTimer;
import io.srf.server.transaction.Event.Final;
import io.srf.server.transaction.Event.FlowLost;
import io.srf.server.transaction.Event.Provisional;
import io.srf.server.transaction.Event.TimerFired;
import io.srf.server.transaction.Event.TransportError;
import io.srf.sip.SipRequest;

/**
 * The client transaction of any request but INVITE and ACK (RFC 3261 §17.1.2).
 *
 * <pre>
 * state       event        next        effects
 * ----------  -----------  ----------  ------------------------------------------------
 * (begin)     request      Trying      send, start E = T1 ¹, start F = 64·T1
 * Trying      E            Trying      resend, start E = min(2·E, T2)
 *             F            Terminated  inform timeout, terminated
 *             1xx          Proceeding  deliver
 *             200-699      Completed ² stop E F, start K = T4, deliver
 *             error        Terminated  inform transport error, terminated
 *             lost         Terminated  inform transport error, terminated
 * Proceeding  E            Proceeding  resend, start E = T2
 *             F            Terminated  inform timeout, terminated
 *             1xx          Proceeding  deliver
 *             200-699      Completed ² stop E F, start K = T4, deliver
 *             error        Terminated  inform transport error, terminated
 *             lost         Terminated  inform transport error, terminated
 * Completed   K            Terminated  terminated
 * </pre>
 *
 * <p>Everything else is ignored. ¹ On unreliable transports. ² On reliable transports Timer K is zero: Terminated, with {@code terminated} in place of
 * {@code start K}, after {@code deliver}.
 */
final class NonInviteClient implements Machine<NonInviteClient.State, Event.OfClient, Effect.OfClient> {
    /** Where a non-INVITE client transaction can be. */
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private static final StopTimer STOP_E = new StopTimer(TimerName.E);
    private static final StopTimer STOP_F = new StopTimer(TimerName.F);

    private final boolean reliable;
    private final StartTimer startE;
    private final StartTimer startEAtT2;
    private final StartTimer startF;
    private final StartTimer startK;

    NonInviteClient(TimerValues timers, boolean reliable) {
        this.reliable = reliable;
        this.startE = new StartTimer(TimerName.E, timers.t1());
        this.startEAtT2 = new StartTimer(TimerName.E, timers.t2());
        this.startF = new StartTimer(TimerName.F, timers.limit());
        this.startK = new StartTimer(TimerName.K, timers.t4());
    }

    @Override
    public Step<State, Effect.OfClient> begin(SipRequest request) {
        Send send = new Send(request);
        return reliable ? Step.to(State.TRYING, send, startF) : Step.to(State.TRYING, send, startE, startF);
    }

    @Override
    public Step<State, Effect.OfClient> step(State state, Event.OfClient event) {
        return switch (state) {
            case TRYING, PROCEEDING -> unanswered(state, event);
            case COMPLETED ->
                event instanceof TimerFired fired && fired.timer() == TimerName.K
                        ? Step.to(State.TERMINATED, TERMINATED)
                        : Step.to(state);
            case TERMINATED -> Step.to(state);
        };
    }

    private Step<State, Effect.OfClient> unanswered(State state, Event.OfClient event) {
        return switch (event) {
            case Provisional provisional -> Step.to(State.PROCEEDING, new Deliver(provisional.response()));
            case Final answer -> answered(new Deliver(answer.response()));
            case TimerFired fired ->
                switch (fired.timer()) {
                    case E -> Step.to(state, RESEND, nextE(state, fired.millis()));
                    case F -> Step.to(State.TERMINATED, INFORM_TIMEOUT, TERMINATED);
                    default -> Step.to(state);
                };
            case TransportError error -> transportFailed(error.cause());
            case FlowLost lost -> transportFailed(lost.cause());
        };
    }

    private static Step<State, Effect.OfClient> transportFailed(Throwable cause) {
        return Step.to(State.TERMINATED, new InformTransportError(cause), TERMINATED);
    }

    private StartTimer nextE(State state, long millis) {
        return state == State.PROCEEDING || 2 * millis >= startEAtT2.millis()
                ? startEAtT2
                : new StartTimer(TimerName.E, 2 * millis);
    }

    private Step<State, Effect.OfClient> answered(Deliver deliver) {
        return reliable
                ? Step.to(State.TERMINATED, STOP_E, STOP_F, deliver, TERMINATED)
                : Step.to(State.COMPLETED, STOP_E, STOP_F, startK, deliver);
    }

    @Override
    public boolean isAnswered(State state) {
        return state != State.TRYING && state != State.PROCEEDING;
    }
}
