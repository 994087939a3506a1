// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end of a bridged call, and what may go wrong with its BYEs (RFC 3261 §15). */
@OverEveryEngine
class HangingUpTest extends BridgedPhones {
    HangingUpTest(Linked linked) {
        super(linked);
    }

    @Test
    void a_BYE_to_B_that_gets_lost_is_sent_again() {
        talk();
        bob.misbehaves().ignoresNext(3, requests("BYE"));
        alice.hangsUp().sees(200, "BYE").isIdle();

        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_whose_200_gets_lost_is_answered_again_and_B_gets_one() {
        talk();
        alice.misbehaves().ignoresNext(3, responses(200, "BYE"));
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isIdle();

        assertThat(bob.received().requests("BYE")).hasSize(1);
        bothLegsEndedOnce();
    }

    @Test
    void a_B_that_never_answers_its_BYE_is_forgotten_after_32_seconds() {
        talk();
        bob.misbehaves().withholds(responses(200, "BYE"));
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(33));

        assertThat(world.srf().openCalls()).isZero();
        bothLegsEndedOnce();
    }

    @Test
    void a_B_that_does_not_know_the_call_any_more_is_over_with_481() {
        talk();
        bob.repliesTo("BYE", 481);
        alice.hangsUp().sees(200, "BYE").isIdle();

        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void an_INFO_that_B_answers_with_481_ends_both_legs() {
        talk();
        bob.repliesTo("INFO", 481);
        alice.sends("INFO", "Signal=5").sees(481, "INFO").isIdle();

        bothLegsEndedOnce();
        bob.hangsUp().isIdle();
    }

    @Test
    void a_BYE_of_B_before_its_ACK_came_ends_both_legs() {
        world.bridgesTo(bob);
        bob.onCall(call -> call.answers());
        Hold ack = holdsTo(bob, "ACK");
        alice.calls(world.uri("bob")).isInCall();
        bob.sends("BYE").sees(200, "BYE").isIdle();
        alice.isTold("BYE").isIdle();
        ack.release();

        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_of_B_that_overtakes_the_200_to_A_ends_A_after_its_ACK() {
        world.bridgesTo(bob);
        bob.onCall(call -> call.answers());
        Hold ok = holdsOkTo(alice);
        alice.calls(world.uri("bob"));
        bob.isInCall().hangsUp().isIdle();
        ok.release();

        alice.isInCall().isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_of_B_before_its_answer_is_a_failure_for_A() {
        rings();
        bob.sends("BYE").sees(200, "BYE").isIdle();

        alice.isIdle();
        assertThat(alice.call().status()).isBetween(400, 699);
    }

    @Test
    void a_BYE_while_a_re_INVITE_of_the_same_side_is_open_ends_it_with_487() {
        talk();
        Hold ok = world.holds(bob, 200, "INVITE");
        alice.holds();
        world.passes(Duration.ofMillis(50));
        alice.sends("BYE").sees(487, "INVITE").sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        ok.release();

        world.passes(Duration.ofSeconds(1));
        assertThat(bob.received().requests("ACK")).hasSize(2);
        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_while_an_INFO_of_the_other_side_is_open_answers_the_INFO() {
        talk();
        alice.misbehaves().withholds(responses(200, "INFO"));
        bob.sends("INFO", "Signal=5");
        world.passes(Duration.ofMillis(50));
        alice.hangsUp().isIdle();

        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(40));
        assertThat(bob.received().all())
                .anyMatch(message -> message.cseq().method().equals("INFO"));
        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_into_a_dialog_that_nobody_knows_gets_481_and_ends_no_other() {
        talk();
        alice.misbehaves().usesWrongTag("BYE");
        alice.hangsUp().sees(481, "BYE").isIdle();
        world.passes(Duration.ofSeconds(1));

        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);
        bob.hangsUp().isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_with_a_CSeq_that_was_used_before_gets_500_and_ends_nothing() {
        talk();
        alice.sends("INFO").sees(200, "INFO");
        SipRequest info = alice.sent().request("INFO");
        alice.sendsRaw(
                world.address(),
                info.toBuilder()
                        .set(HeaderName.CSEQ, "1 OPTIONS")
                        .replaceTopVia(info.topVia().withParam("branch", "z9hG4bKold"))
                        .build()
                        .toString()
                        .replaceFirst("^INFO", "OPTIONS"));
        alice.sees(500, "OPTIONS").hangsUp().isIdle();

        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void the_Reason_of_a_BYE_reaches_the_other_side_and_the_program() {
        talk();
        alice.sends("BYE", bye -> bye.add(HeaderName.REASON, "Q.850;cause=16;text=\"Normal call clearing\""));
        bob.isTold("BYE").isIdle();
        alice.isIdle();

        assertThat(bob.received().request("BYE").header(HeaderName.REASON)).contains("Normal call clearing");
        bothLegsEndedOnce();
        assertThat(world.events()).contains("terminate UAS Normal call clearing");
    }

    @Test
    void a_BYE_that_comes_while_the_program_answers_a_re_INVITE_ends_it_all() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        world.srf()
                .invite((req, res) -> world.srf()
                        .createUAS(req, res, o -> o.localSdp(SDP).prepare(d -> d.onModify((r, s) -> never.join()))));
        alice.calls(world.uri("desk")).isInCall().holds();
        world.passes(Duration.ofMillis(50));
        alice.sends("BYE").sees(487, "INVITE").sees(200, "BYE").isIdle();
        never.complete(null);
    }
}
