// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.internal.invite.RedirectMachine.Event;
import io.srf.internal.invite.RedirectMachine.State;
import io.srf.internal.invite.RedirectMachine.Step;
import io.srf.internal.invite.RedirectMachine.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Walks the table of {@link RedirectMachine}. */
class RedirectMachineTest {
    private static final Event REFUSED = new Event.Refused();
    private static final Event REFUSED_BY_ALL = new Event.RefusedByAll();

    private State state = State.sentTo("sip:a", 4);

    private static Event redirected(Target... targets) {
        return new Event.Redirected(List.of(targets));
    }

    private String next(Event event) {
        Step step = RedirectMachine.step(state, event);
        state = step.state();
        return step.next();
    }

    @Test
    void targets_are_tried_by_their_q_and_equal_ones_in_their_order() {
        Event event = redirected(new Target("sip:b", 0.1), new Target("sip:c", 0.9), new Target("sip:d", 0.9));
        assertThat(next(event)).isEqualTo("sip:c");
        assertThat(next(REFUSED)).isEqualTo("sip:d");
        assertThat(next(REFUSED)).isEqualTo("sip:b");
        assertThat(next(REFUSED)).isNull();
    }

    @Test
    void the_targets_of_a_later_redirection_come_before_those_that_wait() {
        assertThat(next(redirected(new Target("sip:b", 1), new Target("sip:c", 1))))
                .isEqualTo("sip:b");
        assertThat(next(redirected(new Target("sip:d", 0.1)))).isEqualTo("sip:d");
        assertThat(next(REFUSED)).isEqualTo("sip:c");
    }

    @Test
    void no_target_is_tried_twice() {
        assertThat(next(redirected(new Target("sip:b", 1), new Target("sip:a", 1), new Target("sip:b", 0.5))))
                .isEqualTo("sip:b");
        assertThat(next(redirected(new Target("sip:a", 1), new Target("sip:b", 1))))
                .isNull();
    }

    @Test
    void a_6xx_ends_it_though_targets_wait() {
        next(redirected(new Target("sip:b", 1), new Target("sip:c", 1)));
        assertThat(next(REFUSED_BY_ALL)).isNull();
    }

    @Test
    void a_refusal_without_a_redirection_leads_nowhere() {
        assertThat(next(REFUSED)).isNull();
    }

    @Test
    void it_is_sent_no_more_often_than_the_limit_allows() {
        state = State.sentTo("sip:a", 1);
        assertThat(next(redirected(new Target("sip:b", 1), new Target("sip:c", 1))))
                .isEqualTo("sip:b");
        assertThat(next(REFUSED)).isNull();
        state = State.sentTo("sip:a", 0);
        assertThat(next(redirected(new Target("sip:b", 1)))).isNull();
    }

    @Test
    void no_more_targets_wait_than_there_is_room_for() {
        List<Target> many = new ArrayList<>();
        for (int i = 0; i < RedirectMachine.MAX_TARGETS * 2; i++) {
            many.add(new Target("sip:t" + i, 1));
        }
        next(new Event.Redirected(many));
        assertThat(state.waiting()).hasSize(RedirectMachine.MAX_TARGETS - 1);
    }
}
