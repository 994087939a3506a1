// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Proxying;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A callee who is several: A's call is bridged to an address that a proxy forks to Bob and Carol (RFC 3261 §13.2.2.4, §16.7).
 */
class ForkingTest extends BridgedPhones {
    private final Phone carol = world.phone("carol");

    private final ProxyNode proxy = new ProxyNode(world.sim(), "proxy");

    @AfterEach
    void the_proxy_is_at_rest() {
        world.comesToRest();
        proxy.isAtRest();
        proxy.close();
    }

    private void calls() {
        Proxying both = Proxying.to(bob.uri().toString(), carol.uri().toString())
                .simultaneous()
                .remainInDialog()
                .build();
        proxy.invite((req, res) -> req.proxy(both));
        world.srf().invite((req, res) -> world.srf().createB2BUA(req, res, proxy.uri("both")));
        alice.calls(world.uri("desk"));
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
    void of_two_that_answer_at_once_the_second_is_acknowledged_and_hung_up() {
        bob.ringsOnly();
        carol.ringsOnly();
        calls();
        alice.sees(180);
        Hold ok = world.holds(carol, 200, "INVITE");
        carol.answers();
        bob.answers();
        alice.isInCall();
        ok.release();

        carol.isTold("ACK").isTold("BYE").isIdle();
        onlyOneTalks(bob, carol);
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
    void forks_that_all_answer_as_the_CANCEL_crosses_are_all_hung_up() {
        bob.ringsOnly();
        carol.ringsOnly();
        calls();
        alice.sees(180).sees(180);
        Hold ofBob = world.holds(bob, 200, "INVITE");
        Hold ofCarol = world.holds(carol, 200, "INVITE");
        bob.answers();
        carol.answers();
        alice.cancels().sees(487).isIdle();
        world.passes(Duration.ofMillis(100));
        ofBob.release();
        ofCarol.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
        carol.isTold("ACK").isTold("BYE").isIdle();
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

    @Test
    void early_dialogs_of_forks_that_never_answer_are_gone_with_the_call() {
        world.bridgesTo(bob);
        bob.onCall(call -> {
            call.progresses(183, tagged("fork-1"));
            call.progresses(183, tagged("fork-2"));
            call.progresses(180, tagged("fork-3"));
        });
        alice.calls(world.uri("bob")).sees(183).sees(180);
        bob.answers();
        alice.isInCall();

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events())
                .filteredOn(event -> event.equals("terminate UAC cancelled"))
                .hasSize(3);
        assertThat(world.events()).containsOnlyOnce("create UAC", "terminate UAC local BYE");
    }
}
