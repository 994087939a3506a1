// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static io.srf.server.transaction.Effect.INFORM_TIMEOUT;
import static io.srf.server.transaction.Effect.RESEND;
import static io.srf.server.transaction.Effect.TERMINATED;

import io.srf.server.transaction.Effect.Cancel;
import io.srf.server.transaction.Effect.Deliver;
import io.srf.server.transaction.Effect.DeliverStray;
import io.srf.server.transaction.Effect.InformTransportError;
import io.srf.server.transaction.Effect.Send;
import io.srf.server.transaction.Effect.SendAck;
import io.srf.server.transaction.Effect.StartTimer;
import io.srf.server.transaction.Effect.StopTimer;
import io.srf.server.transaction.Event.Failure;
import io.srf.server.transaction.Event.FlowLost;
import io.srf.server.transaction.Event.Provisional;
import io.srf.server.transaction.Event.Success;
import io.srf.server.transaction.Event.TimerFired;
import io.srf.server.transaction.Event.TransportError;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/**
 * The INVITE client transaction (RFC 3261 §17.1.1, with the Accepted state of RFC 6026 §7.2).
 *
 * <pre>
 * state       event        next        effects
 * ----------  -----------  ----------  ------------------------------------------------
 * (begin)     INVITE       Calling     send, start A = T1 ¹, start B = 64·T1
 * Calling     A            Calling     resend, start A = 2·A
 *             B            Terminated  inform timeout, terminated
 *             1xx          Proceeding  stop A B, start C, deliver
 *             2xx          Accepted    stop A B, start M = 64·T1, deliver
 *             300-699      Completed ² stop A B, send ACK, start D, deliver
 *             error        Terminated  inform transport error, terminated
 *             lost         Terminated  inform transport error, terminated
 * Proceeding  100          Proceeding  deliver
 *             101-199      Proceeding  start C, deliver
 *             2xx          Accepted    stop C CANCELLED, start M = 64·T1, deliver
 *             300-699      Completed ² stop C CANCELLED, send ACK, start D, deliver
 *             C            Proceeding  cancel
 *             CANCELLED    Terminated  inform timeout, terminated
 *             lost         Terminated  inform transport error, terminated
 * Completed   2xx          Completed   deliver stray
 *             300-699      Completed   resend (the ACK)
 *             D            Terminated  terminated
 *             error        Terminated  inform transport error, terminated
 * Accepted    2xx          Accepted    deliver
 *             M            Terminated  terminated
 * </pre>
 *
 * <p>Everything else is ignored. ¹ On unreliable transports. ² On reliable transports Timer D is zero: Terminated, with {@code terminated} in place of
 * {@code start D}, after {@code deliver}.
 */
final class InviteClient implements Machine<InviteClient.State, Event.OfClient, Effect.OfClient> {
    /** Where an INVITE client transaction can be. */
    enum State {
        CALLING,
        PROCEEDING,
        COMPLETED,
        ACCEPTED,
        TERMINATED
    }

    private static final StopTimer STOP_A = new StopTimer(TimerName.A);
    private static final StopTimer STOP_B = new StopTimer(TimerName.B);
    private static final StopTimer STOP_C = new StopTimer(TimerName.C);
    private static final StopTimer STOP_CANCELLED = new StopTimer(TimerName.CANCELLED);

    private final boolean reliable;
    private final StartTimer startA;
    private final StartTimer startB;
    private final StartTimer startC;
    private final StartTimer startD;
    private final StartTimer startM;

    InviteClient(TimerValues timers, boolean reliable) {
        this.reliable = reliable;
        this.startA = new StartTimer(TimerName.A, timers.t1());
        this.startB = new StartTimer(TimerName.B, timers.limit());
        this.startC = new StartTimer(TimerName.C, timers.c());
        this.startD = new StartTimer(TimerName.D, timers.d());
        this.startM = new StartTimer(TimerName.M, timers.limit());
    }

    @Override
    public Step<State, Effect.OfClient> begin(SipRequest invite) {
        Send send = new Send(invite);
        return reliable ? Step.to(State.CALLING, send, startB) : Step.to(State.CALLING, send, startA, startB);
    }

    @Override
    public Step<State, Effect.OfClient> step(State state, Event.OfClient event) {
        return switch (state) {
            case CALLING -> calling(event);
            case PROCEEDING -> proceeding(event);
            case COMPLETED -> completed(event);
            case ACCEPTED -> accepted(event);
            case TERMINATED -> Step.to(state);
        };
    }

    private Step<State, Effect.OfClient> calling(Event.OfClient event) {
        return switch (event) {
            case Provisional provisional ->
                Step.to(State.PROCEEDING, STOP_A, STOP_B, startC, new Deliver(provisional.response()));
            case Success success -> Step.to(State.ACCEPTED, STOP_A, STOP_B, startM, new Deliver(success.response()));
            case Failure failure -> failed(STOP_A, STOP_B, failure.response());
            case TimerFired fired ->
                switch (fired.timer()) {
                    case A -> Step.to(State.CALLING, RESEND, new StartTimer(TimerName.A, 2 * fired.millis()));
                    case B -> Step.to(State.TERMINATED, INFORM_TIMEOUT, TERMINATED);
                    default -> Step.to(State.CALLING);
                };
            case TransportError error -> transportFailed(error.cause());
            case FlowLost lost -> transportFailed(lost.cause());
        };
    }

    private Step<State, Effect.OfClient> proceeding(Event.OfClient event) {
        return switch (event) {
            case Provisional provisional -> progressed(provisional.response());
            case Success success ->
                Step.to(State.ACCEPTED, STOP_C, STOP_CANCELLED, startM, new Deliver(success.response()));
            case Failure failure -> failed(STOP_C, STOP_CANCELLED, failure.response());
            case TimerFired fired ->
                switch (fired.timer()) {
                    case C -> Step.to(State.PROCEEDING, new Cancel());
                    case CANCELLED -> Step.to(State.TERMINATED, INFORM_TIMEOUT, TERMINATED);
                    default -> Step.to(State.PROCEEDING);
                };
            case TransportError error -> Step.to(State.PROCEEDING);
            case FlowLost lost -> transportFailed(lost.cause());
        };
    }

    private Step<State, Effect.OfClient> progressed(SipResponse response) {
        Deliver deliver = new Deliver(response);
        return response.status() == 100
                ? Step.to(State.PROCEEDING, deliver)
                : Step.to(State.PROCEEDING, startC, deliver);
    }

    private Step<State, Effect.OfClient> completed(Event.OfClient event) {
        return switch (event) {
            case Success success -> Step.to(State.COMPLETED, new DeliverStray(success.response()));
            case Failure failure -> Step.to(State.COMPLETED, RESEND);
            case TimerFired fired ->
                fired.timer() == TimerName.D ? Step.to(State.TERMINATED, TERMINATED) : Step.to(State.COMPLETED);
            case TransportError error -> transportFailed(error.cause());
            case Provisional provisional -> Step.to(State.COMPLETED);
            case FlowLost lost -> Step.to(State.COMPLETED);
        };
    }

    private Step<State, Effect.OfClient> accepted(Event.OfClient event) {
        return switch (event) {
            case Success success -> Step.to(State.ACCEPTED, new Deliver(success.response()));
            case TimerFired fired ->
                fired.timer() == TimerName.M ? Step.to(State.TERMINATED, TERMINATED) : Step.to(State.ACCEPTED);
            case Provisional provisional -> Step.to(State.ACCEPTED);
            case Failure failure -> Step.to(State.ACCEPTED);
            case TransportError error -> Step.to(State.ACCEPTED);
            case FlowLost lost -> Step.to(State.ACCEPTED);
        };
    }

    private Step<State, Effect.OfClient> failed(StopTimer first, StopTimer second, SipResponse response) {
        SendAck ack = new SendAck(response);
        Deliver deliver = new Deliver(response);
        return reliable
                ? Step.to(State.TERMINATED, first, second, ack, deliver, TERMINATED)
                : Step.to(State.COMPLETED, first, second, ack, startD, deliver);
    }

    private static Step<State, Effect.OfClient> transportFailed(Throwable cause) {
        return Step.to(State.TERMINATED, new InformTransportError(cause), TERMINATED);
    }

    @Override
    public boolean isAnswered(State state) {
        return state != State.CALLING && state != State.PROCEEDING;
    }
}
