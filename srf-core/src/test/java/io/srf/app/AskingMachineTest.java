// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.AskingMachine.Effect;
import io.srf.app.AskingMachine.Event;
import io.srf.app.AskingMachine.Limit;
import io.srf.app.AskingMachine.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the table of {@link AskingMachine} row by row. */
class AskingMachineTest {
    private static final Extras REASON = Extras.of("Reason", "SIP;cause=200");
    private static final State HANDED = AskingMachine.START;
    private static final State KEEPING = new State.Handed(REASON);
    private static final State UNDERWAY = new State.Underway("t", false);
    private static final State CANCELLED = new State.Underway("t", true);
    private static final State ABANDONED = new State.Abandoned("t");
    private static final State CHALLENGED = new State.Challenged(response(401));
    private static final State SETTLED = new State.Settled();

    private static final Event SENT = new Event.Sent("t", Messages.invite());
    private static final Event RINGING = new Event.Provisional(response(180));
    private static final Event OK = new Event.Final(response(200));
    private static final Event BUSY = new Event.Final(response(486));
    private static final Event ASKED = new Event.Challenged(response(401));
    private static final OutgoingRequest SIGNED = OutgoingRequest.of(Messages.invite());
    private static final Event ANSWERED = new Event.Answered(SIGNED);
    private static final Event NO_ANSWER = new Event.NoAnswer();
    private static final Event CANCEL = new Event.CancelWanted(REASON);
    private static final Event TIME_UP = new Event.TimeUp(new NoAnswerException("INVITE", Duration.ofHours(1)));
    private static final Event FAILED = new Event.Failed(new NotSentException("no"));

    private static final Effect REMEMBER = new Effect.Remember("t", Messages.invite());
    private static final Effect FORGET = new Effect.Forget();
    private static final Effect TELL_SENT = new Effect.TellSent();
    private static final Effect RING = new Effect.StartLimit(Limit.RINGING);
    private static final Effect WAIT = new Effect.StartLimit(Limit.TRANSACTION);
    private static final Effect TELL_TIME_UP = new Effect.TellFailed(((Event.TimeUp) TIME_UP).cause());
    private static final Effect TELL_FAILED = new Effect.TellFailed(((Event.Failed) FAILED).cause());

    record Row(boolean invite, State before, Event event, State after, List<Effect> effects) {}

    private static ReceivedResponse response(int status) {
        return new ReceivedResponse(ScriptedEngine.response(status), "d", ScriptedEngine.NETWORK);
    }

    private static Row invite(State before, Event event, State after, Effect... effects) {
        return new Row(true, before, event, after, List.of(effects));
    }

    private static Row other(State before, Event event, State after, Effect... effects) {
        return new Row(false, before, event, after, List.of(effects));
    }

    static List<Row> table() {
        Effect tellRinging = new Effect.TellProvisional(response(180));
        return List.of(
                invite(HANDED, CANCEL, KEEPING),
                invite(KEEPING, new Event.CancelWanted(Extras.NONE), KEEPING),
                invite(HANDED, SENT, UNDERWAY, REMEMBER, TELL_SENT, RING),
                other(HANDED, SENT, UNDERWAY, REMEMBER, TELL_SENT, WAIT),
                invite(KEEPING, SENT, CANCELLED, REMEMBER, TELL_SENT, new Effect.SendCancel("t", REASON), WAIT),
                invite(HANDED, FAILED, SETTLED, FORGET, TELL_FAILED),
                invite(KEEPING, FAILED, SETTLED, FORGET, TELL_FAILED),
                invite(UNDERWAY, RINGING, UNDERWAY, RING, tellRinging),
                invite(CANCELLED, RINGING, CANCELLED, tellRinging),
                other(UNDERWAY, RINGING, UNDERWAY, tellRinging),
                invite(UNDERWAY, CANCEL, CANCELLED, new Effect.SendCancel("t", REASON), WAIT),
                invite(CANCELLED, CANCEL, CANCELLED),
                invite(UNDERWAY, OK, SETTLED, FORGET, new Effect.TellAnswered(response(200))),
                invite(CANCELLED, BUSY, SETTLED, FORGET, new Effect.TellAnswered(response(486))),
                invite(UNDERWAY, FAILED, SETTLED, FORGET, TELL_FAILED),
                invite(UNDERWAY, TIME_UP, ABANDONED, new Effect.SendCancel("t", Extras.NONE), WAIT, TELL_TIME_UP),
                invite(CANCELLED, TIME_UP, ABANDONED, WAIT, TELL_TIME_UP),
                other(UNDERWAY, TIME_UP, SETTLED, FORGET, TELL_TIME_UP),
                invite(UNDERWAY, ASKED, CHALLENGED, new Effect.Answer(response(401))),
                other(UNDERWAY, ASKED, CHALLENGED, new Effect.Answer(response(401))),
                invite(CANCELLED, ASKED, SETTLED, FORGET, new Effect.TellAnswered(response(401))),
                invite(CHALLENGED, ANSWERED, HANDED, new Effect.SendAgain(SIGNED)),
                invite(CHALLENGED, NO_ANSWER, SETTLED, FORGET, new Effect.TellAnswered(response(401))),
                invite(CHALLENGED, CANCEL, SETTLED, FORGET, new Effect.TellAnswered(response(401))),
                invite(CHALLENGED, TIME_UP, SETTLED, FORGET, TELL_TIME_UP),
                invite(CHALLENGED, FAILED, SETTLED, FORGET, TELL_FAILED),
                invite(ABANDONED, ASKED, SETTLED, FORGET),
                invite(ABANDONED, OK, SETTLED, FORGET, new Effect.HangUp(response(200))),
                invite(ABANDONED, BUSY, SETTLED, FORGET),
                invite(ABANDONED, TIME_UP, SETTLED, FORGET),
                invite(ABANDONED, FAILED, SETTLED, FORGET));
    }

    static List<Row> nothing() {
        return List.of(
                invite(HANDED, RINGING, HANDED),
                invite(HANDED, OK, HANDED),
                invite(HANDED, TIME_UP, HANDED),
                invite(UNDERWAY, SENT, UNDERWAY),
                invite(UNDERWAY, ANSWERED, UNDERWAY),
                invite(UNDERWAY, NO_ANSWER, UNDERWAY),
                invite(CHALLENGED, RINGING, CHALLENGED),
                invite(CHALLENGED, OK, CHALLENGED),
                invite(SETTLED, ANSWERED, SETTLED),
                invite(SETTLED, NO_ANSWER, SETTLED),
                invite(ABANDONED, RINGING, ABANDONED),
                invite(ABANDONED, CANCEL, ABANDONED),
                invite(ABANDONED, SENT, ABANDONED),
                invite(SETTLED, SENT, SETTLED),
                invite(SETTLED, RINGING, SETTLED),
                invite(SETTLED, OK, SETTLED),
                invite(SETTLED, CANCEL, SETTLED),
                invite(SETTLED, TIME_UP, SETTLED),
                invite(SETTLED, FAILED, SETTLED));
    }

    @ParameterizedTest
    @MethodSource("table")
    void each_row_of_the_table_holds(Row row) {
        AskingMachine.Step step = new AskingMachine(row.invite()).step(row.before(), row.event());
        assertThat(step.state()).isEqualTo(row.after());
        assertThat(step.effects()).isEqualTo(row.effects());
    }

    @ParameterizedTest
    @MethodSource("nothing")
    void anything_else_changes_nothing(Row row) {
        each_row_of_the_table_holds(row);
    }

    @Test
    void exactly_one_end_is_told_whatever_happens_in_whatever_order() {
        List<Event> events = List.of(SENT, RINGING, OK, BUSY, ASKED, ANSWERED, NO_ANSWER, CANCEL, TIME_UP, FAILED);
        java.util.Random random = new java.util.Random(4711);
        for (int run = 0; run < 10_000; run++) {
            AskingMachine machine = new AskingMachine(random.nextBoolean());
            State state = AskingMachine.START;
            int ends = 0;
            for (int i = 0; i < 12; i++) {
                AskingMachine.Step step = machine.step(state, events.get(random.nextInt(events.size())));
                state = step.state();
                ends += (int) step.effects().stream()
                        .filter(effect -> effect instanceof Effect.TellAnswered || effect instanceof Effect.TellFailed)
                        .count();
            }
            boolean over = state instanceof State.Settled || state instanceof State.Abandoned;
            assertThat(ends).as("run %d", run).isEqualTo(over ? 1 : 0);
        }
    }
}
