// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.LinkMachine.Effect;
import io.srf.link.LinkMachine.Event;
import io.srf.link.LinkMachine.State;
import io.srf.link.LinkMachine.Step;
import io.srf.wire.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of {@link LinkMachine}, row by row. */
class LinkMachineTest {
    private final LinkException cause = new LinkException(LinkException.Reason.LOST, "gone");
    private final Reply.Authenticated engine = new Reply.Authenticated("r", "a", "udp/h:1", "v0.9.4", null);

    private final State idle = new State.Idle();
    private final State ready = new State.Ready();
    private final State closed = new State.Closed();

    private final Event connect = new Event.Connect();
    private final Event opened = new Event.Opened();
    private final Event lost = new Event.Lost(cause);
    private final Event welcomed = new Event.Welcomed(engine);
    private final Event rejected = new Event.Rejected(cause);
    private final Event pong = new Event.Pong();
    private final Event timeIsUp = new Event.TimeIsUp();
    private final Event close = new Event.Close(cause);
    private final List<Event> all = List.of(connect, opened, lost, welcomed, rejected, pong, timeIsUp, close);

    private static final int MAX_ATTEMPTS = 3;
    private final Effect drop = new Effect.Drop(cause);

    private static State connecting(int attempt) {
        return new State.Connecting(attempt);
    }

    private static State authenticating(int attempt) {
        return new State.Authenticating(attempt);
    }

    private static State waiting(int attempt) {
        return new State.Waiting(attempt);
    }

    private void row(State state, Event event, State next, Effect... effects) {
        assertThat(LinkMachine.step(state, event, MAX_ATTEMPTS)).isEqualTo(new Step(next, List.of(effects)));
    }

    private void ignoresAllBut(State state, Event... known) {
        for (Event event : all) {
            if (!List.of(known).contains(event)) {
                row(state, event, state);
            }
        }
    }

    @Test
    void idle() {
        row(idle, connect, connecting(0), new Effect.Open());
        row(idle, close, closed, new Effect.StopTimer(), drop, new Effect.Settle(cause));
        ignoresAllBut(idle, connect, close);
    }

    @Test
    void connecting() {
        row(connecting(2), opened, authenticating(2), new Effect.Authenticate());
        row(connecting(2), lost, waiting(3), drop, new Effect.Retry(3));
        row(connecting(3), lost, closed, drop, new Effect.GiveUp(cause));
        row(connecting(2), close, closed, new Effect.StopTimer(), drop, new Effect.Settle(cause));
        ignoresAllBut(connecting(2), opened, lost, close);
    }

    @Test
    void authenticating() {
        row(authenticating(1), welcomed, ready, new Effect.Announce(engine), new Effect.PingLater());
        row(authenticating(1), rejected, closed, drop, new Effect.Refuse(cause));
        row(authenticating(1), lost, waiting(2), drop, new Effect.Retry(2));
        row(authenticating(3), lost, closed, drop, new Effect.GiveUp(cause));
        row(authenticating(1), close, closed, new Effect.StopTimer(), drop, new Effect.Settle(cause));
        ignoresAllBut(authenticating(1), welcomed, rejected, lost, close);
    }

    @Test
    void ready() {
        Effect stop = new Effect.StopTimer();
        Effect mourn = new Effect.Mourn(cause);
        row(ready, timeIsUp, ready, new Effect.Ping());
        row(ready, pong, ready, new Effect.PingLater());
        row(ready, lost, waiting(1), stop, drop, mourn, new Effect.Retry(1));
        row(ready, close, closed, stop, drop, mourn, new Effect.Settle(cause));
        ignoresAllBut(ready, timeIsUp, pong, lost, close);
        assertThat(LinkMachine.step(ready, lost, 0))
                .isEqualTo(new Step(closed, stop, drop, mourn, new Effect.GiveUp(cause)));
    }

    @Test
    void waiting() {
        row(waiting(2), timeIsUp, connecting(2), new Effect.Open());
        row(waiting(2), close, closed, new Effect.StopTimer(), drop, new Effect.Settle(cause));
        ignoresAllBut(waiting(2), timeIsUp, close);
    }

    @Test
    void closed() {
        ignoresAllBut(closed);
    }
}
