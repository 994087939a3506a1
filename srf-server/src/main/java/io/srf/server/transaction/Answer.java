// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.AnswerRetransmission.State;
import io.srf.sip.SipResponse;
import java.util.concurrent.TimeUnit;

/** Runs {@link AnswerRetransmission} for one response of a server transaction, with that transaction's timers. */
final class Answer {
    private final ServerDriver<?> transaction;
    private final AnswerRetransmission machine;
    private final SipResponse response;
    private State state;
    /** When it was sent, for the first time or again. */
    private long sentNanos;

    /** How long after that it is to be sent again. */
    private long repeatMillis;

    /** When its ACK or PRACK is due. */
    private long dueNanos;

    /** When the last repetition was due, if it stood still with its process; else when the ACK or PRACK is. */
    private long lateNanos;

    Answer(ServerDriver<?> transaction, AnswerRetransmission machine, SipResponse response) {
        this.transaction = transaction;
        this.machine = machine;
        this.response = response;
        this.sentNanos = transaction.nanoTime();
        Step<State, Effect.OfAnswer> first = machine.begin();
        this.state = first.state();
        first.effects().forEach(this::perform);
    }

    void step(Event.OfAnswer event) {
        Step<State, Effect.OfAnswer> step = machine.step(state, event);
        state = step.state();
        step.effects().forEach(this::perform);
    }

    /** Whether it is still to be acknowledged. */
    boolean isRepeating() {
        return state == State.REPEATING;
    }

    /** Whether this is a 1xx, which need not be acknowledged any more once the request has its final response. */
    boolean isProvisional() {
        return response.isProvisional();
    }

    private void perform(Effect.OfAnswer effect) {
        switch (effect) {
            case Effect.Resend resend -> resend();
            case Effect.StartTimer start -> start(start);
            case Effect.StopTimer stop -> transaction.stopTimer(stop.timer());
            case Effect.InformUnacknowledged inform -> transaction.unacknowledged(response, lateNanos);
        }
    }

    private void resend() {
        long repeatNanos = afterSending(repeatMillis);
        sentNanos = transaction.nanoTime();
        lateNanos = Standstill.isBetween(repeatNanos, sentNanos) ? repeatNanos : dueNanos;
        transaction.repeat(response.encoded());
    }

    private void start(Effect.StartTimer start) {
        if (start.timer() == TimerName.UNACKNOWLEDGED) {
            dueNanos = afterSending(start.millis());
            lateNanos = dueNanos;
        } else {
            repeatMillis = start.millis();
        }
        transaction.startTimer(start.timer(), start.millis());
    }

    private long afterSending(long millis) {
        return sentNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
