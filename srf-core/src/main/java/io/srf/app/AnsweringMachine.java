// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.LinkException;
import io.srf.sip.SipRequest;
import java.util.List;

/**
 * How a received request gets its answer.
 *
 * <table>
 * <caption>Each state, what may happen in it, and what follows</caption>
 * <tr><th>state</th><th>event</th><th>next state</th><th>effects</th></tr>
 * <tr><td>Open</td><td>Send, 1xx</td><td>Open</td><td>PassOn, StartLimit (INVITE)</td></tr>
 * <tr><td>Open</td><td>Send, final</td><td>Finishing</td><td>PassOn</td></tr>
 * <tr><td>Open</td><td>Proxy</td><td>Proxying</td><td>PassOn</td></tr>
 * <tr><td>Open</td><td>TimeUp</td><td>Closed, GivenUp</td><td>GiveUp, Close</td></tr>
 * <tr><td>Finishing</td><td>Done</td><td>Closed, Answered</td><td>Close</td></tr>
 * <tr><td>Proxying</td><td>Done</td><td>Closed, Proxied</td><td>Close</td></tr>
 * <tr><td>Finishing, Proxying</td><td>Refused</td><td>Open</td><td>StartLimit</td></tr>
 * <tr><td>Open, Finishing, Proxying</td><td>Cancel</td><td>Closed, Cancelled</td><td>Close</td></tr>
 * <tr><td>Open, Finishing, Proxying</td><td>LinkLost</td><td>Closed, LinkLost</td><td>Close</td></tr>
 * <tr><td>Finishing, Proxying, Closed</td><td>Send, Proxy</td><td>the same</td><td>Refuse</td></tr>
 * </table>
 *
 * <p>Anything else changes nothing. Close comes once.
 *
 * @param invite whether the request is an INVITE
 */
record AnsweringMachine(boolean invite) {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_INTERNAL_ERROR = 500;

    /** Where an answer stands. */
    sealed interface State {
        /** Nothing final was said; {@code status} is that of the last 1xx, 0 before any. */
        record Open(int status) implements State {}

        /** A final response is with the engine, which has not said that it was sent. */
        record Finishing(int status) implements State {}

        /** The request is with the engine, to be passed on. */
        record Proxying() implements State {}

        /** Nothing more can be said. */
        record Closed(Closing why) implements State {}
    }

    /** What happens to an answer. */
    sealed interface Event {
        /** The application wants to send a response. */
        record Send(int status) implements Event {}

        /** The application wants the request passed on. */
        record Proxy() implements Event {}

        /** The engine has done the last thing it was asked to. */
        record Done() implements Event {}

        /** The engine has not done it, and will not. */
        record Refused() implements Event {}

        /** A CANCEL came, which the engine has answered, and the request with it. */
        record Cancel(SipRequest request) implements Event {}

        /** The link dropped. */
        record LinkLost(LinkException cause) implements Event {}

        /** The limit ran out. */
        record TimeUp() implements Event {}
    }

    /** What is to be done. */
    sealed interface Effect {
        /** Hand the engine what the application wants to send. */
        record PassOn() implements Effect {}

        /** Tell the application why it cannot be sent. */
        record Refuse(Closing why) implements Effect {}

        /** Start this limit in the place of the one that runs. */
        record StartLimit(Limit limit) implements Effect {}

        /** Send this status on our own account. */
        record GiveUp(int status) implements Effect {}

        /** Let go of the request and of its limit, and tell who waits for a CANCEL. */
        record Close() implements Effect {}
    }

    /** Which of the {@link AppLimits} runs. */
    enum Limit {
        /** {@link AppLimits#firstResponse}. */
        FIRST_RESPONSE,
        /** {@link AppLimits#ringing}. */
        RINGING,
        /** {@link AppLimits#otherResponse}. */
        OTHER_RESPONSE
    }

    /** The state that follows, and what is to be done, in order. */
    record Step(State state, List<Effect> effects) {
        Step(State state, Effect... effects) {
            this(state, List.of(effects));
        }
    }

    /** Where every answer begins that may be given. */
    static final State START = new State.Open(0);

    /** Where the others begin. */
    static final State MUTE = new State.Closed(new Closing.Mute());

    private static final Effect PASS_ON = new Effect.PassOn();
    private static final Effect CLOSE = new Effect.Close();

    /** The limit to start with. */
    Limit firstLimit() {
        return invite ? Limit.FIRST_RESPONSE : Limit.OTHER_RESPONSE;
    }

    /** What follows when this happens in this state. */
    Step step(State state, Event event) {
        return switch (state) {
            case State.Open open -> open(open, event);
            case State.Finishing finishing -> handedOver(state, event, new Closing.Answered(finishing.status()));
            case State.Proxying __ -> handedOver(state, event, new Closing.Proxied());
            case State.Closed closed -> closed(closed, event);
        };
    }

    private Step open(State.Open open, Event event) {
        return switch (event) {
            case Event.Send send -> send(send.status());
            case Event.Proxy __ -> new Step(new State.Proxying(), PASS_ON);
            case Event.TimeUp __ -> timeUp();
            case Event.Cancel cancel -> close(new Closing.Cancelled(cancel.request()));
            case Event.LinkLost lost -> close(new Closing.LinkLost(lost.cause()));
            default -> new Step(open);
        };
    }

    private Step send(int status) {
        if (status >= 200) {
            return new Step(new State.Finishing(status), PASS_ON);
        }
        State ringing = new State.Open(status);
        return invite ? new Step(ringing, PASS_ON, new Effect.StartLimit(Limit.RINGING)) : new Step(ringing, PASS_ON);
    }

    private Step timeUp() {
        int status = invite ? REQUEST_TIMEOUT : SERVER_INTERNAL_ERROR;
        return new Step(new State.Closed(new Closing.GivenUp(status)), new Effect.GiveUp(status), CLOSE);
    }

    private Step handedOver(State state, Event event, Closing done) {
        return switch (event) {
            case Event.Done __ -> close(done);
            case Event.Refused __ -> new Step(START, new Effect.StartLimit(firstLimit()));
            case Event.Cancel cancel -> close(new Closing.Cancelled(cancel.request()));
            case Event.LinkLost lost -> close(new Closing.LinkLost(lost.cause()));
            case Event.Send __ -> new Step(state, new Effect.Refuse(done));
            case Event.Proxy __ -> new Step(state, new Effect.Refuse(done));
            case Event.TimeUp __ -> new Step(state);
        };
    }

    private static Step closed(State.Closed closed, Event event) {
        return event instanceof Event.Send || event instanceof Event.Proxy
                ? new Step(closed, new Effect.Refuse(closed.why()))
                : new Step(closed);
    }

    private static Step close(Closing why) {
        return new Step(new State.Closed(why), CLOSE);
    }
}
