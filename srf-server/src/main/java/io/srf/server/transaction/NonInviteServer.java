// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static io.srf.server.transaction.Effect.INFORM_TIMEOUT;
import static io.srf.server.transaction.Effect.RESEND;
import static io.srf.server.transaction.Effect.TERMINATED;

import io.srf.server.transaction.Effect.InformTransportError;
import io.srf.server.transaction.Effect.Send;
import io.srf.server.transaction.Effect.StartTimer;
import io.srf.server.transaction.Effect.StopTimer;
import io.srf.server.transaction.Event.Ack;
import io.srf.server.transaction.Event.Final;
import io.srf.server.transaction.Event.Provisional;
import io.srf.server.transaction.Event.Repeated;
import io.srf.server.transaction.Event.Response;
import io.srf.server.transaction.Event.TimerFired;
import io.srf.server.transaction.Event.TransportError;
import io.srf.sip.SipRequest;

/**
 * The server transaction of any request but INVITE and ACK (RFC 3261 §17.2.2). After 64·T1 the client has given up and an answer is of no use to anybody
 * (RFC 4320 §4.2), so the transaction ends without one.
 *
 * <pre>
 * state       event        next        effects
 * ----------  -----------  ----------  ------------------------------------------------
 * (begin)     request      Trying      start ANSWER = 64·T1
 * Trying      1xx          Proceeding  send
 *             200-699      Completed ² stop ANSWER, send, start J = 64·T1
 *             ANSWER       Terminated  inform timeout, terminated
 * Proceeding  request      Proceeding  resend
 *             1xx          Proceeding  send
 *             200-699      Completed ² stop ANSWER, send, start J = 64·T1
 *             ANSWER       Terminated  inform timeout, terminated
 *             error        Terminated  inform transport error, terminated
 * Completed   request      Completed   resend
 *             J            Terminated  terminated
 *             error        Terminated  inform transport error, terminated
 * </pre>
 *
 * <p>Everything else is ignored. ² On reliable transports Timer J is zero: Terminated, with {@code terminated} in place of {@code start J}.
 */
final class NonInviteServer implements Machine<NonInviteServer.State, Event.OfServer, Effect.OfServer> {
    /** Where a non-INVITE server transaction can be. */
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private static final StopTimer STOP_ANSWER = new StopTimer(TimerName.ANSWER);

    private final boolean reliable;
    private final StartTimer startJ;
    private final StartTimer startAnswer;

    NonInviteServer(TimerValues timers, boolean reliable) {
        this.reliable = reliable;
        this.startJ = new StartTimer(TimerName.J, timers.limit());
        this.startAnswer = new StartTimer(TimerName.ANSWER, timers.limit());
    }

    @Override
    public Step<State, Effect.OfServer> begin(SipRequest request) {
        return Step.to(State.TRYING, startAnswer);
    }

    @Override
    public Step<State, Effect.OfServer> step(State state, Event.OfServer event) {
        return switch (state) {
            case TRYING -> trying(event);
            case PROCEEDING -> proceeding(event);
            case COMPLETED -> completed(event);
            case TERMINATED -> Step.to(state);
        };
    }

    private Step<State, Effect.OfServer> trying(Event.OfServer event) {
        return switch (event) {
            case Provisional provisional -> Step.to(State.PROCEEDING, new Send(provisional.response()));
            case Final answer -> answered(answer);
            case TimerFired fired -> tooLate(State.TRYING, fired);
            case Repeated repeated -> Step.to(State.TRYING);
            case Ack ack -> Step.to(State.TRYING);
            case TransportError error -> Step.to(State.TRYING);
        };
    }

    private Step<State, Effect.OfServer> proceeding(Event.OfServer event) {
        return switch (event) {
            case Repeated repeated -> Step.to(State.PROCEEDING, RESEND);
            case Provisional provisional -> Step.to(State.PROCEEDING, new Send(provisional.response()));
            case Final answer -> answered(answer);
            case TimerFired fired -> tooLate(State.PROCEEDING, fired);
            case TransportError error -> transportFailed(error);
            case Ack ack -> Step.to(State.PROCEEDING);
        };
    }

    private Step<State, Effect.OfServer> completed(Event.OfServer event) {
        return switch (event) {
            case Repeated repeated -> Step.to(State.COMPLETED, RESEND);
            case TimerFired fired ->
                fired.timer() == TimerName.J ? Step.to(State.TERMINATED, TERMINATED) : Step.to(State.COMPLETED);
            case TransportError error -> transportFailed(error);
            case Response response -> Step.to(State.COMPLETED);
            case Ack ack -> Step.to(State.COMPLETED);
        };
    }

    private Step<State, Effect.OfServer> answered(Final answer) {
        Send send = new Send(answer.response());
        return reliable
                ? Step.to(State.TERMINATED, STOP_ANSWER, send, TERMINATED)
                : Step.to(State.COMPLETED, STOP_ANSWER, send, startJ);
    }

    private static Step<State, Effect.OfServer> tooLate(State state, TimerFired fired) {
        return fired.timer() == TimerName.ANSWER
                ? Step.to(State.TERMINATED, INFORM_TIMEOUT, TERMINATED)
                : Step.to(state);
    }

    private static Step<State, Effect.OfServer> transportFailed(TransportError error) {
        return Step.to(State.TERMINATED, new InformTransportError(error.cause()), TERMINATED);
    }

    @Override
    public boolean isAnswered(State state) {
        return state != State.TRYING && state != State.PROCEEDING;
    }
}
