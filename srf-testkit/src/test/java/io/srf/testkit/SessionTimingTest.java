// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTimingTest extends TwoPhones {
    private static final Duration SHORTEST = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void a_phone_that_refreshes_keeps_a_call_up(String method) {
        alice.refreshesSessions(SHORTEST, method);
        bob.timesSessions(SHORTEST);
        talk();
        world.time().advance(Duration.ofMinutes(10));

        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);
        assertThat(bob.received().requests(method)).hasSizeGreaterThanOrEqualTo(13);
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void a_called_phone_refreshes_if_the_caller_does_not_know_session_timers() {
        bob.refreshesSessions(SHORTEST, "UPDATE");
        talk();
        world.time().advance(Duration.ofMinutes(2));

        assertThat(alice.received().requests("UPDATE")).hasSize(2);
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void a_call_that_nobody_refreshes_is_hung_up_by_who_waits_for_it() {
        alice.timesSessions(SHORTEST);
        bob.timesSessions(SHORTEST);
        talk();
        bob.misbehaves().withholds(message -> message.method().equals("INVITE"));
        Duration begin = world.time().elapsed();
        bob.isTold("BYE").isIdle();

        assertThat(world.time().elapsed().minus(begin)).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    @Test
    void a_phone_refuses_what_is_shorter_than_it_wants() {
        alice.timesSessions(SHORTEST);
        bob.wantsSessionsOf(Duration.ofMinutes(5));
        alice.calls(bob).sees(422).isIdle();

        assertThat(alice.received().response(422).minSe()).isEqualTo(300);
        bob.isIdle();
    }
}
