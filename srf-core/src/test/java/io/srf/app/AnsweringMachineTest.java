// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.AnsweringMachine.Effect;
import io.srf.app.AnsweringMachine.Event;
import io.srf.app.AnsweringMachine.Limit;
import io.srf.app.AnsweringMachine.State;
import io.srf.link.LinkException;
import io.srf.sip.SipRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the table of {@link AnsweringMachine} row by row. */
class AnsweringMachineTest {
    private static final SipRequest CANCEL_REQUEST = Messages.following("CANCEL");
    private static final Event.LinkLost LINK_LOST =
            new Event.LinkLost(new LinkException(LinkException.Reason.LOST, "gone"));

    private static final State OPEN = AnsweringMachine.START;
    private static final State RINGING = new State.Open(180);
    private static final State FINISHING = new State.Finishing(200);
    private static final State PROXYING = new State.Proxying();
    private static final State ANSWERED = new State.Closed(new Closing.Answered(200));
    private static final State PROXIED = new State.Closed(new Closing.Proxied());
    private static final State CANCELLED = new State.Closed(new Closing.Cancelled(CANCEL_REQUEST));
    private static final State LOST = new State.Closed(new Closing.LinkLost(LINK_LOST.cause()));

    private static final Event RING = new Event.Send(180);
    private static final Event ANSWER = new Event.Send(200);
    private static final Event PROXY = new Event.Proxy();
    private static final Event DONE = new Event.Done();
    private static final Event REFUSED = new Event.Refused();
    private static final Event CANCEL = new Event.Cancel(CANCEL_REQUEST);
    private static final Event TIME_UP = new Event.TimeUp();

    private static final Effect PASS_ON = new Effect.PassOn();
    private static final Effect CLOSE = new Effect.Close();

    record Row(boolean invite, State before, Event event, State after, List<Effect> effects) {}

    private static Row invite(State before, Event event, State after, Effect... effects) {
        return new Row(true, before, event, after, List.of(effects));
    }

    private static Row other(State before, Event event, State after, Effect... effects) {
        return new Row(false, before, event, after, List.of(effects));
    }

    private static State gaveUp(int status) {
        return new State.Closed(new Closing.GivenUp(status));
    }

    static List<Row> table() {
        Effect startAgain = new Effect.StartLimit(Limit.FIRST_RESPONSE);
        Effect answeredAlready = new Effect.Refuse(new Closing.Answered(200));
        Effect proxiedAlready = new Effect.Refuse(new Closing.Proxied());
        return List.of(
                invite(OPEN, RING, RINGING, PASS_ON, new Effect.StartLimit(Limit.RINGING)),
                other(OPEN, RING, RINGING, PASS_ON),
                invite(RINGING, ANSWER, FINISHING, PASS_ON),
                invite(RINGING, PROXY, PROXYING, PASS_ON),
                invite(RINGING, TIME_UP, gaveUp(408), new Effect.GiveUp(408), CLOSE),
                other(OPEN, TIME_UP, gaveUp(500), new Effect.GiveUp(500), CLOSE),
                invite(FINISHING, DONE, ANSWERED, CLOSE),
                invite(PROXYING, DONE, PROXIED, CLOSE),
                invite(FINISHING, REFUSED, OPEN, startAgain),
                invite(PROXYING, REFUSED, OPEN, startAgain),
                other(FINISHING, REFUSED, OPEN, new Effect.StartLimit(Limit.OTHER_RESPONSE)),
                invite(OPEN, CANCEL, CANCELLED, CLOSE),
                invite(FINISHING, CANCEL, CANCELLED, CLOSE),
                invite(PROXYING, CANCEL, CANCELLED, CLOSE),
                invite(OPEN, LINK_LOST, LOST, CLOSE),
                invite(FINISHING, LINK_LOST, LOST, CLOSE),
                invite(PROXYING, LINK_LOST, LOST, CLOSE),
                invite(FINISHING, RING, FINISHING, answeredAlready),
                invite(FINISHING, PROXY, FINISHING, answeredAlready),
                invite(PROXYING, ANSWER, PROXYING, proxiedAlready),
                invite(PROXYING, PROXY, PROXYING, proxiedAlready),
                invite(ANSWERED, ANSWER, ANSWERED, answeredAlready),
                invite(PROXIED, PROXY, PROXIED, proxiedAlready),
                invite(CANCELLED, RING, CANCELLED, new Effect.Refuse(new Closing.Cancelled(CANCEL_REQUEST))));
    }

    static List<Row> nothing() {
        return List.of(
                invite(OPEN, DONE, OPEN),
                invite(RINGING, REFUSED, RINGING),
                invite(FINISHING, TIME_UP, FINISHING),
                invite(PROXYING, TIME_UP, PROXYING),
                invite(ANSWERED, CANCEL, ANSWERED),
                invite(ANSWERED, DONE, ANSWERED),
                invite(CANCELLED, CANCEL, CANCELLED),
                invite(CANCELLED, REFUSED, CANCELLED),
                invite(CANCELLED, LINK_LOST, CANCELLED),
                invite(LOST, TIME_UP, LOST));
    }

    @ParameterizedTest
    @MethodSource("table")
    void each_row_of_the_table_holds(Row row) {
        AnsweringMachine.Step step = new AnsweringMachine(row.invite()).step(row.before(), row.event());
        assertThat(step.state()).isEqualTo(row.after());
        assertThat(step.effects()).isEqualTo(row.effects());
    }

    @ParameterizedTest
    @MethodSource("nothing")
    void anything_else_changes_nothing(Row row) {
        each_row_of_the_table_holds(row);
    }
}
