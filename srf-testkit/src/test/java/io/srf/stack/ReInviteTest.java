// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import io.srf.testkit.MediaDirection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Offers of a phone in a call that is bridged (RFC 3261 §14, RFC 3264). */
@OverEveryEngine
class ReInviteTest extends BridgedPhones {
    ReInviteTest(Linked linked) {
        super(linked);
    }

    @Test
    void a_re_INVITE_of_A_without_offer_is_answered_by_an_offer_of_B_and_the_ACK_has_the_answer() {
        talk();
        alice.perform(() -> alice.call().reInvites(MediaDirection.SENDRECV, SipRequest.Builder::noBody));
        alice.sees(200, "INVITE");
        world.passes(Duration.ofSeconds(1));

        SipRequest last = bob.received().requests("INVITE").getLast();
        assertThat(last.bodyText()).isEmpty();
        assertThat(alice.received().responses(200).getLast().bodyText()).contains("m=audio");
        assertThat(bob.received().requests("ACK").getLast().bodyText()).contains("m=audio");
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_second_re_INVITE_before_the_first_is_answered_gets_500_with_Retry_After() {
        talk();
        Hold ok = world.holds(bob, 200, "INVITE");
        alice.holds();
        world.passes(Duration.ofMillis(50));
        SipRequest first = alice.sent().requests("INVITE").getLast();
        alice.sendsRaw(
                world.address(),
                first.toBuilder()
                        .set(HeaderName.CSEQ, (first.cseq().number() + 1) + " INVITE")
                        .replaceTopVia(first.topVia().withParam("branch", "z9hG4bKsecond"))
                        .build()
                        .encoded());
        alice.sees(500, "INVITE");
        assertThat(alice.received().response(500).header(HeaderName.RETRY_AFTER))
                .isNotNull();
        ok.release();

        alice.sees(200, "INVITE");
        bob.isHeld();
        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_CANCEL_of_a_re_INVITE_that_B_has_not_heard_leaves_the_call_as_it_was() {
        talk();
        bob.misbehaves().ignoresNext(2, requests("INVITE"));
        alice.holds().sees(100).cancels().sees(487, "INVITE");
        world.passes(Duration.ofSeconds(40));

        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        bob.isNotHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_re_INVITE_that_B_accepts_as_its_CANCEL_crosses_is_taken_back() {
        talk();
        Hold ok = world.holds(bob, 200, "INVITE");
        alice.holds().sees(100);
        bob.isHeld();
        alice.cancels().sees(487, "INVITE");
        ok.release();

        bob.isNotHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_re_INVITE_that_the_user_of_B_has_to_accept_rings_and_may_take_as_long_as_a_call() {
        talk();
        bob.asksItsUser(Duration.ofSeconds(150));
        alice.holds().sees(180, "INVITE");
        assertThat(alice.received().response(180).bodyLength()).isZero();
        world.passes(Duration.ofSeconds(140));
        bob.isNotHeld();
        assertThat(alice.received().responses(200)).hasSize(1);
        alice.sees(200, "INVITE");

        bob.isHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_re_INVITE_of_which_B_says_nothing_for_minutes_is_kept_alive() {
        talk();
        bob.asksItsUser(Duration.ofSeconds(150));
        bob.misbehaves()
                .rewrites(
                        responses(180, "INVITE"),
                        ringing -> bob.received()
                                .request("INVITE")
                                .response(100, null)
                                .build());
        alice.holds().sees(183, "INVITE").sees(183, "INVITE").sees(200, "INVITE");

        bob.isHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_re_INVITE_that_waits_for_the_user_of_B_can_be_cancelled() {
        talk();
        bob.asksItsUser(Duration.ofSeconds(150));
        alice.holds().sees(180, "INVITE");
        world.passes(Duration.ofSeconds(70));
        alice.cancels().sees(487, "INVITE");

        bob.isTold("CANCEL").isNotHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void an_offer_of_B_that_meets_a_re_INVITE_which_rings_gets_491() {
        talk();
        bob.asksItsUser(Duration.ofSeconds(20));
        alice.holds().sees(180, "INVITE");
        bob.sends("UPDATE", update -> update.body(SDP, "application/sdp")).sees(491, "UPDATE");
        alice.sees(200, "INVITE");

        bob.isHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_caller_who_wants_only_reliable_provisional_responses_hears_none_to_a_re_INVITE() {
        talk();
        bob.asksItsUser(Duration.ofSeconds(20));
        alice.misbehaves()
                .rewrites(
                        requests("INVITE"),
                        invite -> ((SipRequest) invite)
                                .toBuilder().set(HeaderName.REQUIRE, "100rel").build());
        alice.holds().sees(200, "INVITE");

        assertThat(alice.received().responses(180)).isEmpty();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_caller_who_hangs_up_while_its_re_INVITE_rings_leaves_nothing() {
        talk();
        bob.asksItsUser(Duration.ofSeconds(150));
        alice.holds().sees(180, "INVITE").hangsUp().isIdle();

        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_re_INVITE_that_B_does_not_know_any_more_ends_both_legs() {
        talk();
        bob.repliesTo("INVITE", 481);
        alice.holds().sees(481, "INVITE").isIdle();

        bothLegsEndedOnce();
        bob.hangsUp().isIdle();
    }

    @Test
    void a_re_INVITE_with_the_description_unchanged_is_answered_without_B() {
        talk();
        alice.reInvites(MediaDirection.SENDRECV).sees(200, "INVITE");
        world.passes(Duration.ofSeconds(1));

        assertThat(bob.received().requests("INVITE")).hasSize(1);
        alice.hangsUp().isIdle();
        bob.isIdle();
    }
}
