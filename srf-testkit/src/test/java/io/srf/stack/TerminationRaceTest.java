// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.Hold;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests inside a bridged call that meet each other on their way (RFC 5407 §3). */
@OverEveryEngine
class TerminationRaceTest extends BridgedPhones {
    TerminationRaceTest(Linked linked) {
        super(linked);
    }

    @Test
    void both_sides_may_hang_up_at_once() {
        talk();
        alice.hangsUp();
        bob.hangsUp();

        alice.sees(200, "BYE").isIdle();
        bob.sees(200, "BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_re_INVITE_of_A_that_comes_after_the_BYE_of_B_gets_481() {
        talk();
        Hold reInvite = world.sim().network().hold(packet -> packet.isRequest("INVITE"));
        alice.holds();
        bob.hangsUp();
        alice.isTold("BYE").isIdle();
        reInvite.release();

        alice.sees(481, "INVITE");
        bob.isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_re_INVITE_of_B_that_comes_after_the_BYE_of_A_gets_481() {
        talk();
        Hold reInvite = world.sim().network().hold(packet -> packet.isRequest("INVITE"));
        bob.holds();
        alice.hangsUp();
        bob.isTold("BYE").isIdle();
        reInvite.release();

        bob.sees(481, "INVITE");
        alice.isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_re_INVITE_that_is_on_its_way_to_B_when_B_hangs_up_is_answered_to_A() {
        talk();
        Hold reInvite =
                world.sim().network().hold(packet -> packet.to().equals(bob.address()) && packet.isRequest("INVITE"));
        alice.holds();
        world.passes(Duration.ofMillis(50));
        bob.hangsUp();
        bob.isIdle();
        alice.isIdle();
        reInvite.release();

        world.passes(Duration.ofSeconds(1));
        assertThat(alice.received().all())
                .anyMatch(message -> message.startLine().startsWith("SIP/2.0 4")
                        && message.cseq().method().equals("INVITE"));
        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_before_the_ACK_ends_both_legs() {
        world.bridgesTo(bob);
        bob.onCall(call -> call.answers());
        alice.misbehaves().neverAcks();
        alice.calls(world.uri("bob")).isInCall().hangsUp().sees(200, "BYE").isIdle();

        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_BYE_of_the_caller_while_it_rings_ends_the_INVITE_with_487_and_B_is_cancelled() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
        alice.sends("BYE").sees(487, "INVITE").sees(200, "BYE").isIdle();

        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void re_INVITEs_that_meet_get_491_and_are_tried_again_until_both_are_held() {
        talk();
        alice.holds();
        bob.holds();
        alice.sees(491, "INVITE");
        bob.sees(491, "INVITE");
        world.passes(Duration.ofSeconds(20));

        alice.isHeld().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        assertThat(bob.call().isHeld()).isTrue();
        bothLegsEndedOnce();
    }

    @Test
    void a_re_INVITE_that_is_refused_leaves_the_call_as_it_was_and_a_later_one_works() {
        talk();
        bob.repliesTo("INVITE", 488);
        alice.holds().sees(488, "INVITE");
        assertThat(bob.call().isHeld()).isFalse();

        bob.repliesTo("INVITE", 200);
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld().hangsUp();
        alice.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void an_INFO_passes_while_a_re_INVITE_is_not_answered() {
        talk();
        Hold answer = world.holds(bob, 200, "INVITE");
        alice.holds();
        world.passes(Duration.ofMillis(100));
        alice.sends("INFO", "Signal=5").sees(200, "INFO");
        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=5");
        answer.release();

        alice.sees(200, "INVITE");
        bob.isHeld();
        alice.hangsUp().isIdle();
        bob.isIdle();
    }
}
