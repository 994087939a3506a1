// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request that an application sends.
 *
 * <table>
 * <caption>Each state, what may happen in it, and what follows</caption>
 * <tr><th>state</th><th>event</th><th>next state</th><th>effects</th></tr>
 * <tr><td>Handed</td><td>CancelWanted, the first</td><td>Handed, keeping it</td><td></td></tr>
 * <tr><td>Handed</td><td>Sent</td><td>Underway</td><td>Remember, TellSent, StartLimit</td></tr>
 * <tr><td>Handed, keeping a CANCEL</td><td>Sent</td><td>Underway, cancelled</td><td>Remember, TellSent, SendCancel, StartLimit</td></tr>
 * <tr><td>Underway</td><td>Provisional</td><td>Underway</td><td>StartLimit (an INVITE that is not cancelled), TellProvisional</td></tr>
 * <tr><td>Underway</td><td>CancelWanted, the first</td><td>Underway, cancelled</td><td>SendCancel, StartLimit</td></tr>
 * <tr><td>Underway</td><td>Final</td><td>Settled</td><td>Forget, TellAnswered</td></tr>
 * <tr><td>Underway, not cancelled</td><td>Challenged</td><td>Challenged</td><td>Answer</td></tr>
 * <tr><td>Challenged</td><td>Answered</td><td>Handed</td><td>SendAgain</td></tr>
 * <tr><td>Challenged</td><td>NoAnswer, CancelWanted</td><td>Settled</td><td>Forget, TellAnswered</td></tr>
 * <tr><td>Challenged</td><td>TimeUp, Failed</td><td>Settled</td><td>Forget, TellFailed</td></tr>
 * <tr><td>Underway</td><td>TimeUp, INVITE</td><td>Abandoned</td><td>SendCancel (if not cancelled), StartLimit, TellFailed</td></tr>
 * <tr><td>Underway</td><td>TimeUp, other</td><td>Settled</td><td>Forget, TellFailed</td></tr>
 * <tr><td>Handed, Underway</td><td>Failed</td><td>Settled</td><td>Forget, TellFailed</td></tr>
 * <tr><td>Abandoned</td><td>Final, 2xx</td><td>Settled</td><td>Forget, HangUp</td></tr>
 * <tr><td>Abandoned</td><td>Final other, TimeUp, Failed</td><td>Settled</td><td>Forget</td></tr>
 * </table>
 *
 * <p>Elsewhere Challenged is as Final. Anything else changes nothing. Exactly one of TellAnswered and TellFailed comes, and nothing is told after it.
 *
 * @param invite whether the request is an INVITE
 */
record AskingMachine(boolean invite) {
    /** Where a request stands. */
    sealed interface State {
        /** The engine has it, and has not said that it was sent; {@code cancel} is kept for that moment. */
        record Handed(@Nullable Extras cancel) implements State {}

        /** It was sent. */
        record Underway(String transactionId, boolean cancelled) implements State {}

        /** It was answered with a challenge, and what answers that is looked for. */
        record Challenged(ReceivedResponse response) implements State {}

        /** It was given up, but its answer may still come. */
        record Abandoned(String transactionId) implements State {}

        /** It is over. */
        record Settled() implements State {}
    }

    /** What happens to a request. */
    sealed interface Event {
        /** The engine has sent it. */
        record Sent(String transactionId, SipRequest message) implements Event {}

        /** A 1xx came. */
        record Provisional(ReceivedResponse response) implements Event {}

        /** A final response came. */
        record Final(ReceivedResponse response) implements Event {}

        /** A 401 or 407 came, and there is someone who may answer it. */
        record Challenged(ReceivedResponse response) implements Event {}

        /** There is an answer to the challenge. */
        record Answered(OutgoingRequest again) implements Event {}

        /** There is no answer to the challenge. */
        record NoAnswer() implements Event {}

        /** The application wants it cancelled. */
        record CancelWanted(Extras extras) implements Event {}

        /** The limit ran out. */
        record TimeUp(NoAnswerException cause) implements Event {}

        /** The engine refused it, or the link dropped. */
        record Failed(Throwable cause) implements Event {}
    }

    /** What is to be done. */
    sealed interface Effect {
        /** Keep the request for what comes with this transaction id. */
        record Remember(String transactionId, SipRequest message) implements Effect {}

        /** Let go of it and of its limit. */
        record Forget() implements Effect {}

        /** Start this limit in the place of the one that runs. */
        record StartLimit(Limit limit) implements Effect {}

        /** Find out what answers the challenge. */
        record Answer(ReceivedResponse response) implements Effect {}

        /** Hand it to the engine once more, with the answer. */
        record SendAgain(OutgoingRequest again) implements Effect {}

        /** Send a CANCEL. */
        record SendCancel(String transactionId, Extras extras) implements Effect {}

        /** Confirm and end the call that this answer made: nobody wants it any more. */
        record HangUp(ReceivedResponse response) implements Effect {}

        /** Tell that it was sent. */
        record TellSent() implements Effect {}

        /** Tell of a 1xx. */
        record TellProvisional(ReceivedResponse response) implements Effect {}

        /** Tell of the final response. */
        record TellAnswered(ReceivedResponse response) implements Effect {}

        /** Tell that there will be none. */
        record TellFailed(Throwable cause) implements Effect {}
    }

    /** Which of the {@link AppLimits} runs. */
    enum Limit {
        /** {@link AppLimits#ringing}. */
        RINGING,
        /** {@link AppLimits#transaction}. */
        TRANSACTION
    }

    /** The state that follows, and what is to be done, in order. */
    record Step(State state, List<Effect> effects) {
        Step(State state, Effect... effects) {
            this(state, List.of(effects));
        }
    }

    /** Where every request begins. */
    static final State START = new State.Handed(null);

    private static final State SETTLED = new State.Settled();
    private static final Effect FORGET = new Effect.Forget();
    private static final Effect WAIT_ON = new Effect.StartLimit(Limit.TRANSACTION);

    /** What follows when this happens in this state. */
    Step step(State state, Event event) {
        return switch (state) {
            case State.Handed handed -> handed(handed, event);
            case State.Underway underway -> underway(underway, event);
            case State.Challenged challenged -> challenged(challenged, event);
            case State.Abandoned abandoned -> abandoned(abandoned, event);
            case State.Settled settled -> new Step(settled);
        };
    }

    private Step handed(State.Handed handed, Event event) {
        return switch (event) {
            case Event.CancelWanted wish ->
                new Step(handed.cancel() == null ? new State.Handed(wish.extras()) : handed);
            case Event.Sent sent -> sent(handed.cancel(), sent);
            case Event.Failed failed -> new Step(SETTLED, FORGET, new Effect.TellFailed(failed.cause()));
            default -> new Step(handed);
        };
    }

    private Step sent(@Nullable Extras cancel, Event.Sent sent) {
        String id = sent.transactionId();
        Effect remember = new Effect.Remember(id, sent.message());
        Effect tell = new Effect.TellSent();
        return cancel == null
                ? new Step(new State.Underway(id, false), remember, tell, new Effect.StartLimit(patience()))
                : new Step(new State.Underway(id, true), remember, tell, new Effect.SendCancel(id, cancel), WAIT_ON);
    }

    private Limit patience() {
        return invite ? Limit.RINGING : Limit.TRANSACTION;
    }

    private Step underway(State.Underway underway, Event event) {
        return switch (event) {
            case Event.Provisional provisional -> provisional(underway, provisional.response());
            case Event.CancelWanted wish -> cancel(underway, wish.extras());
            case Event.Final end -> new Step(SETTLED, FORGET, new Effect.TellAnswered(end.response()));
            case Event.TimeUp timeUp -> timeUp(underway, new Effect.TellFailed(timeUp.cause()));
            case Event.Failed failed -> new Step(SETTLED, FORGET, new Effect.TellFailed(failed.cause()));
            case Event.Challenged challenged -> challenged(underway, challenged.response());
            default -> new Step(underway);
        };
    }

    private static Step challenged(State.Underway underway, ReceivedResponse response) {
        return underway.cancelled()
                ? new Step(SETTLED, FORGET, new Effect.TellAnswered(response))
                : new Step(new State.Challenged(response), new Effect.Answer(response));
    }

    private static Step challenged(State.Challenged challenged, Event event) {
        Effect unanswered = new Effect.TellAnswered(challenged.response());
        return switch (event) {
            case Event.Answered answered -> new Step(START, new Effect.SendAgain(answered.again()));
            case Event.NoAnswer __ -> new Step(SETTLED, FORGET, unanswered);
            case Event.CancelWanted __ -> new Step(SETTLED, FORGET, unanswered);
            case Event.TimeUp timeUp -> new Step(SETTLED, FORGET, new Effect.TellFailed(timeUp.cause()));
            case Event.Failed failed -> new Step(SETTLED, FORGET, new Effect.TellFailed(failed.cause()));
            default -> new Step(challenged);
        };
    }

    private Step provisional(State.Underway underway, ReceivedResponse response) {
        Effect tell = new Effect.TellProvisional(response);
        return invite && !underway.cancelled()
                ? new Step(underway, new Effect.StartLimit(Limit.RINGING), tell)
                : new Step(underway, tell);
    }

    private static Step cancel(State.Underway underway, Extras extras) {
        String id = underway.transactionId();
        return underway.cancelled()
                ? new Step(underway)
                : new Step(new State.Underway(id, true), new Effect.SendCancel(id, extras), WAIT_ON);
    }

    private Step timeUp(State.Underway underway, Effect tell) {
        if (!invite) {
            return new Step(SETTLED, FORGET, tell);
        }
        String id = underway.transactionId();
        State abandoned = new State.Abandoned(id);
        return underway.cancelled()
                ? new Step(abandoned, WAIT_ON, tell)
                : new Step(abandoned, new Effect.SendCancel(id, Extras.NONE), WAIT_ON, tell);
    }

    private static Step abandoned(State.Abandoned abandoned, Event event) {
        return switch (event) {
            case Event.Final end -> tooLate(end.response());
            case Event.Challenged __ -> new Step(SETTLED, FORGET);
            case Event.TimeUp __ -> new Step(SETTLED, FORGET);
            case Event.Failed __ -> new Step(SETTLED, FORGET);
            default -> new Step(abandoned);
        };
    }

    private static Step tooLate(ReceivedResponse response) {
        return response.message().isSuccess()
                ? new Step(SETTLED, FORGET, new Effect.HangUp(response))
                : new Step(SETTLED, FORGET);
    }
}
