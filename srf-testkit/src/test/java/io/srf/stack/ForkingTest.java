// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A callee who is several: A's call is bridged to an address that a proxy forks to Bob and Carol (RFC 3261 §16.7).
 */
@OverEveryEngine
class ForkingTest extends ForkedPhones {
    ForkingTest(Linked linked) {
        super(linked);
    }

    private void onlyOneTalks(Phone one, Phone other) {
        world.passes(Duration.ofSeconds(1));
        other.isIdle();
        assertThat(one.call().state()).isEqualTo(CallState.CONFIRMED);
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        alice.hangsUp().isIdle();
        one.isTold("BYE").isIdle();
    }

    @Test
    void both_ring_and_the_one_that_does_not_answer_is_cancelled() {
        bob.ringsOnly();
        carol.ringsOnly();
        calls();
        alice.sees(180);
        carol.answers();

        alice.isInCall();
        bob.isTold("CANCEL").isIdle();
        onlyOneTalks(carol, bob);
    }

    @Test
    void the_caller_sees_one_dialog_however_many_ring() {
        bob.onCall(Call::progresses);
        carol.onCall(Call::progresses);
        calls();
        alice.sees(183).sees(183);
        bob.answers();

        alice.isInCall();
        assertThat(alice.received().all())
                .filteredOn(message -> message instanceof SipResponse response && response.status() > 100)
                .extracting(message -> message.to().tag())
                .containsOnly(alice.received().response(200).to().tag());
        onlyOneTalks(bob, carol);
    }

    @Test
    void a_fork_that_answers_without_having_rung_is_the_call() {
        bob.ringsOnly();
        carol.onCall(call -> call.after(Duration.ofSeconds(2), call::answers));
        calls();

        alice.sees(180).isInCall();
        bob.isTold("CANCEL").isIdle();
        onlyOneTalks(carol, bob);
    }

    @Test
    void a_CANCEL_ends_every_fork() {
        bob.ringsOnly();
        carol.ringsOnly();
        calls();
        alice.sees(180).sees(180).cancels().sees(487).isIdle();

        bob.isTold("CANCEL").isIdle();
        carol.isTold("CANCEL").isIdle();
    }

    @Test
    void a_busy_fork_does_not_stop_the_other() {
        bob.rejectsWith(486);
        carol.answersAfter(Duration.ofSeconds(1));
        calls();

        alice.sees(180).isInCall();
        onlyOneTalks(carol, bob);
    }

    @Test
    void the_best_failure_of_all_forks_reaches_the_caller() {
        bob.rejectsWith(486);
        carol.rejectsWith(503);
        calls();

        alice.sees(486).isIdle();
    }

    @Test
    void a_decline_of_one_fork_ends_the_other() {
        bob.ringsOnly();
        carol.onCall(call -> call.after(Duration.ofSeconds(1), () -> call.rejects(603)));
        calls();

        alice.sees(603).isIdle();
        bob.isTold("CANCEL").isIdle();
    }
}
