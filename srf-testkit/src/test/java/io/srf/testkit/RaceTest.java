// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Races of RFC 5407. */
class RaceTest extends TwoPhones {
    @Test
    void both_sides_may_hang_up_at_once() {
        talk();
        alice.hangsUp();
        bob.hangsUp();
        alice.isTold("BYE").sees(200, "BYE").isIdle();
        bob.isTold("BYE").sees(200, "BYE").isIdle();
    }

    @Test
    void a_re_INVITE_that_meets_a_BYE_gets_481() {
        talk();
        Hold reInvite = world.network().hold(packet -> packet.isRequest("INVITE"));
        alice.holds();
        bob.hangsUp();
        alice.isTold("BYE").isIdle();
        reInvite.release();
        alice.sees(481, "INVITE");
    }

    @Test
    void a_re_INVITE_and_an_UPDATE_that_cross_both_get_491() {
        talk();
        alice.holds();
        bob.updates(MediaDirection.SENDONLY);
        alice.isTold("UPDATE").sees(491, "INVITE");
        bob.isTold("INVITE").sees(491, "UPDATE");
        alice.sees(200, "INVITE");
        bob.isHeld().hangsUp();
    }

    @Test
    void a_BYE_before_the_answer_ends_the_INVITE_with_487() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        alice.sends("BYE").sees(200, "BYE").sees(487, "INVITE").isIdle();
        bob.isIdle();
    }

    @Test
    void a_BYE_that_crosses_the_200_leaves_no_call() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        alice.sends("BYE");
        bob.answers().isTold("BYE").isIdle();
        alice.isIdle();
    }

    @Test
    void a_CANCEL_of_a_re_INVITE_that_is_answered_without_a_1xx_is_never_sent() {
        talk();
        Hold answer = world.network().hold(packet -> packet.isResponse(200, "INVITE"));
        Hold reInvite = world.network().hold(packet -> packet.isRequest("INVITE"));
        alice.holds().cancels();
        reInvite.release();
        world.time().advance(Duration.ofMillis(100));
        assertThat(alice.sent().requests("CANCEL")).isEmpty();

        answer.release();
        bob.isHeld();
        alice.isInCall().hangsUp();
    }

    @Test
    void a_retransmitted_INVITE_after_the_ACK_changes_nothing() {
        talk();
        alice.sendsRaw(bob.address(), alice.sent().request("INVITE").encoded()).isNotTold("BYE", Duration.ofSeconds(1));
        assertThat(bob.allCalls()).hasSize(1);
        assertThat(bob.sent().responses(200)).hasSize(1);
        alice.hangsUp();
    }

    @Test
    void a_late_200_after_the_end_of_the_call_is_still_acknowledged() {
        talk();
        alice.hangsUp().isIdle();
        int acks = alice.sent().requests("ACK").size();
        bob.sendsRaw(alice.address(), bob.sent().responses(200).getFirst().encoded());
        world.time().advance(Duration.ofSeconds(1));

        assertThat(alice.sent().requests("ACK")).hasSize(acks + 1);
    }

    @Test
    void a_second_request_after_the_BYE_gets_481() {
        talk();
        bob.hangsUp().isIdle();
        alice.isIdle()
                .sendsRaw(
                        bob.address(),
                        alice.sent()
                                .request("INVITE")
                                .toString()
                                .replace("z9hG4bK-alice-1", "z9hG4bK-alice-late")
                                .replace("1 INVITE", "2 INFO")
                                .replace("INVITE sip", "INFO sip")
                                .replace(
                                        "To: <sip:bob@198.18.0.2:5060>",
                                        "To: " + alice.received().response(200).to()))
                .sees(481);
    }
}
