// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionChangeTest extends TwoPhones {
    @Test
    void both_sides_may_hold_and_either_resume_alone() {
        talk();
        alice.holds().sees(200);
        bob.isHeld().holds().sees(200);
        alice.isHeld();
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.INACTIVE);
        alice.resumes().sees(200);
        bob.isNotHeld();
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.RECVONLY);
        assertThat(bob.call().direction()).isEqualTo(MediaDirection.SENDONLY);
        bob.resumes().sees(200);
        alice.isNotHeld();
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.SENDRECV);
        bob.hangsUp();
    }

    @Test
    void a_hold_may_be_inactive() {
        talk();
        bob.reInvites(MediaDirection.INACTIVE).sees(200);
        alice.isHeld();
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.INACTIVE);
        bob.hangsUp();
    }

    @Test
    void re_INVITEs_that_cross_both_get_491_and_are_tried_again_after_their_pauses() {
        talk();
        alice.holds();
        bob.holds();
        alice.sees(491);
        bob.sees(491);
        Duration glare = world.time().elapsed();
        bob.sees(200, "INVITE");
        assertThat(world.time().elapsed().minus(glare)).isBetween(Duration.ZERO, Duration.ofMillis(2020));
        alice.sees(200, "INVITE").isHeld();
        assertThat(world.time().elapsed().minus(glare)).isBetween(Duration.ofMillis(2120), Duration.ofMillis(4020));
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.INACTIVE);
        alice.hangsUp();
    }

    @Test
    void a_refused_re_INVITE_leaves_the_session_as_it_was() {
        talk();
        bob.repliesTo("INVITE", 488);
        alice.holds().sees(488);
        bob.isTold("ACK").isNotHeld();
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.SENDRECV);

        bob.repliesTo("INVITE", 200);
        alice.holds().sees(200);
        bob.isHeld().hangsUp();
    }

    @Test
    void a_re_INVITE_that_nobody_knows_ends_the_call() {
        talk();
        bob.repliesTo("INVITE", 481);
        alice.holds().sees(481);
        bob.isTold("BYE").isIdle();
        alice.isIdle();
    }

    @Test
    void a_re_INVITE_without_offer_gets_one_and_answers_in_the_ACK() {
        talk();
        alice.perform(() -> alice.call().reInvites(MediaDirection.SENDRECV, SipRequest.Builder::noBody));
        bob.isTold("INVITE").isTold("ACK");

        assertThat(bob.received().request("INVITE").bodyLength()).isZero();
        assertThat(bob.received().request("ACK").bodyText()).contains("m=audio");
        bob.holds();
        alice.isHeld().hangsUp();
    }

    @Test
    void an_UPDATE_holds_as_a_re_INVITE_does() {
        talk();
        alice.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        bob.isHeld();
        alice.updates().sees(200, "UPDATE");
        bob.isHeld();
        assertThat(alice.received().response(200).bodyLength()).isZero();
        bob.hangsUp();
    }

    @Test
    void an_UPDATE_with_an_offer_that_crosses_another_gets_491() {
        talk();
        alice.updates(MediaDirection.SENDONLY);
        bob.updates(MediaDirection.SENDONLY);
        alice.sees(491, "UPDATE");
        bob.sees(491, "UPDATE").isNotHeld();
        assertThat(bob.call().direction()).isEqualTo(MediaDirection.SENDRECV);
        alice.hangsUp();
    }

    @Test
    void an_UPDATE_with_an_offer_before_the_INVITE_is_answered_gets_500_with_Retry_After() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        alice.sends(
                        "UPDATE",
                        request -> request.body(alice.sent().request("INVITE").bodyText(), "application/sdp"))
                .sees(500);

        assertThat(alice.received().response(500).header(HeaderName.RETRY_AFTER))
                .isEqualTo("1");
        alice.cancels();
    }

    @Test
    void an_UPDATE_without_offer_passes_before_the_INVITE_is_answered() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        alice.updates().sees(200, "UPDATE");
        bob.updates().sees(200, "UPDATE");
        bob.answers();
        alice.isInCall().hangsUp();
    }

    @Test
    void a_re_INVITE_before_the_first_is_answered_gets_500() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        alice.sendsRaw(
                bob.address(),
                alice.sent()
                        .request("INVITE")
                        .toString()
                        .replace("z9hG4bK-alice-1", "z9hG4bK-alice-again")
                        .replace("1 INVITE", "2 INVITE")
                        .replace(
                                "To: <sip:bob@198.18.0.2:5060>",
                                "To: " + alice.received().response(180).to()));
        alice.sees(500);
        bob.isTold("INVITE").rejects(480);
        alice.sees(480);
    }
}
