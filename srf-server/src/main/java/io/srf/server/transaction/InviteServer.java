// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static io.srf.server.transaction.Effect.INFORM_TIMEOUT;
import static io.srf.server.transaction.Effect.RESEND;
import static io.srf.server.transaction.Effect.TERMINATED;

import io.srf.server.transaction.Effect.DeliverAck;
import io.srf.server.transaction.Effect.InformTransportError;
import io.srf.server.transaction.Effect.Send;
import io.srf.server.transaction.Effect.StartTimer;
import io.srf.server.transaction.Effect.StopTimer;
import io.srf.server.transaction.Event.Ack;
import io.srf.server.transaction.Event.Failure;
import io.srf.server.transaction.Event.Provisional;
import io.srf.server.transaction.Event.Repeated;
import io.srf.server.transaction.Event.Response;
import io.srf.server.transaction.Event.Success;
import io.srf.server.transaction.Event.TimerFired;
import io.srf.server.transaction.Event.TransportError;
import io.srf.sip.SipRequest;

/**
 * The INVITE server transaction (RFC 3261 §17.2.1, with the Accepted state and the handling of transport errors of RFC 6026 §7.1). The 100 is a response of
 * the user like others.
 *
 * <pre>
 * state       event        next        effects
 * ----------  -----------  ----------  ------------------------------------------------
 * (begin)     INVITE       Proceeding  start ANSWER
 * Proceeding  INVITE       Proceeding  resend
 *             1xx          Proceeding  send
 *             2xx          Accepted    stop ANSWER, send, start L = 64·T1
 *             300-699      Completed   stop ANSWER, send, start G = T1 ¹, start H = 64·T1
 *             ANSWER       Proceeding  inform timeout
 *             error        Proceeding  inform transport error
 * Completed   INVITE       Completed   resend
 *             ACK          Confirmed ² stop G H, start I = T4
 *             G            Completed   resend, start G = min(2·G, T2)
 *             H            Terminated  inform timeout, terminated
 *             error        Completed   inform transport error
 * Confirmed   I            Terminated  terminated
 * Accepted    ACK          Accepted    deliver ACK
 *             2xx          Accepted    send
 *             L            Terminated  terminated
 *             error        Accepted    inform transport error
 * </pre>
 *
 * <p>Everything else is ignored. ¹ On unreliable transports. ² On reliable transports Timer I is zero: Terminated, with {@code terminated} in place of
 * {@code start I}.
 */
final class InviteServer implements Machine<InviteServer.State, Event.OfServer, Effect.OfServer> {
    /** Where an INVITE server transaction can be. */
    enum State {
        PROCEEDING,
        COMPLETED,
        CONFIRMED,
        ACCEPTED,
        TERMINATED
    }

    private static final StopTimer STOP_G = new StopTimer(TimerName.G);
    private static final StopTimer STOP_H = new StopTimer(TimerName.H);
    private static final StopTimer STOP_ANSWER = new StopTimer(TimerName.ANSWER);

    private final boolean reliable;
    private final long t2;
    private final StartTimer startG;
    private final StartTimer startH;
    private final StartTimer startI;
    private final StartTimer startL;
    private final StartTimer startAnswer;

    InviteServer(TimerValues timers, boolean reliable) {
        this.reliable = reliable;
        this.t2 = timers.t2();
        this.startG = new StartTimer(TimerName.G, timers.t1());
        this.startH = new StartTimer(TimerName.H, timers.limit());
        this.startI = new StartTimer(TimerName.I, timers.t4());
        this.startL = new StartTimer(TimerName.L, timers.limit());
        this.startAnswer = new StartTimer(TimerName.ANSWER, timers.answerInvite());
    }

    @Override
    public Step<State, Effect.OfServer> begin(SipRequest invite) {
        return Step.to(State.PROCEEDING, startAnswer);
    }

    @Override
    public Step<State, Effect.OfServer> step(State state, Event.OfServer event) {
        return switch (state) {
            case PROCEEDING -> proceeding(event);
            case COMPLETED -> completed(event);
            case CONFIRMED ->
                event instanceof TimerFired fired && fired.timer() == TimerName.I
                        ? Step.to(State.TERMINATED, TERMINATED)
                        : Step.to(state);
            case ACCEPTED -> accepted(event);
            case TERMINATED -> Step.to(state);
        };
    }

    private Step<State, Effect.OfServer> proceeding(Event.OfServer event) {
        return switch (event) {
            case Repeated repeated -> Step.to(State.PROCEEDING, RESEND);
            case Provisional provisional -> Step.to(State.PROCEEDING, new Send(provisional.response()));
            case Success success -> Step.to(State.ACCEPTED, STOP_ANSWER, new Send(success.response()), startL);
            case Failure failure -> failed(new Send(failure.response()));
            case TimerFired fired ->
                fired.timer() == TimerName.ANSWER
                        ? Step.to(State.PROCEEDING, INFORM_TIMEOUT)
                        : Step.to(State.PROCEEDING);
            case TransportError error -> informed(State.PROCEEDING, error);
            case Ack ack -> Step.to(State.PROCEEDING);
        };
    }

    private Step<State, Effect.OfServer> failed(Send send) {
        return reliable
                ? Step.to(State.COMPLETED, STOP_ANSWER, send, startH)
                : Step.to(State.COMPLETED, STOP_ANSWER, send, startG, startH);
    }

    private Step<State, Effect.OfServer> completed(Event.OfServer event) {
        return switch (event) {
            case Repeated repeated -> Step.to(State.COMPLETED, RESEND);
            case Ack ack ->
                reliable
                        ? Step.to(State.TERMINATED, STOP_G, STOP_H, TERMINATED)
                        : Step.to(State.CONFIRMED, STOP_G, STOP_H, startI);
            case TimerFired fired ->
                switch (fired.timer()) {
                    case G ->
                        Step.to(State.COMPLETED, RESEND, new StartTimer(TimerName.G, Math.min(2 * fired.millis(), t2)));
                    case H -> Step.to(State.TERMINATED, INFORM_TIMEOUT, TERMINATED);
                    default -> Step.to(State.COMPLETED);
                };
            case TransportError error -> informed(State.COMPLETED, error);
            case Response response -> Step.to(State.COMPLETED);
        };
    }

    private Step<State, Effect.OfServer> accepted(Event.OfServer event) {
        return switch (event) {
            case Ack ack -> Step.to(State.ACCEPTED, new DeliverAck(ack));
            case Success success -> Step.to(State.ACCEPTED, new Send(success.response()));
            case TimerFired fired ->
                fired.timer() == TimerName.L ? Step.to(State.TERMINATED, TERMINATED) : Step.to(State.ACCEPTED);
            case TransportError error -> informed(State.ACCEPTED, error);
            case Repeated repeated -> Step.to(State.ACCEPTED);
            case Response response -> Step.to(State.ACCEPTED);
        };
    }

    private static Step<State, Effect.OfServer> informed(State state, TransportError error) {
        return Step.to(state, new InformTransportError(error.cause()));
    }

    @Override
    public boolean isAnswered(State state) {
        return state != State.PROCEEDING;
    }
}
