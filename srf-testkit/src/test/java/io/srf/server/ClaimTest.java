// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that claim a dialog which another had, while that other is alive or not. */
class ClaimTest extends CallWithNode {
    private final ScriptedApplication second = world.node("desk", "desk-2");
    private final ScriptedApplication third = world.node("desk", "desk-3");

    @BeforeEach
    void each_node_agrees_to_the_end_of_the_call() {
        for (ScriptedApplication node : new ScriptedApplication[] {first, second, third}) {
            node.on(Methods.BYE, i -> node.answers(i, 200));
        }
    }

    private boolean agreed(ScriptedApplication node, int fence) {
        String claim = node.claims(dialogId, fence);
        world.passes(A_MOMENT);
        return node.isAgreed(claim);
    }

    private static List<ServerMessage.Incoming> byesOfPeer(ScriptedApplication node) {
        return node.requests(Methods.BYE).stream()
                .filter(bye -> !bye.transactionId().equals(ServerMessage.UNSOLICITED))
                .toList();
    }

    private void aliceHangsUp() {
        alice.hangsUp().sees(200, "BYE").isIdle();
    }

    @Test
    void who_claims_a_dialog_gets_what_comes_in_it() {
        assertThat(agreed(second, 2)).isTrue();
        aliceHangsUp();

        assertThat(second.requests(Methods.BYE)).hasSize(1);
        assertThat(byesOfPeer(first)).isEmpty();
    }

    @Test
    void who_had_the_dialog_is_told_that_another_node_holds_it() {
        agreed(second, 2);
        agreed(second, 3);

        assertThat(first.requests(Methods.BYE)).singleElement().satisfies(notice -> {
            assertThat(notice.dialogId()).isEqualTo(dialogId);
            assertThat(notice.message().header(HeaderName.REASON))
                    .contains("dialog is held by another node under fence 2");
        });
        assertThat(alice.received().requests(Methods.BYE)).isEmpty();
        aliceHangsUp();
    }

    @Test
    void a_claim_under_the_fence_of_the_last_one_is_refused() {
        agreed(second, 2);

        String late = third.claims(dialogId, 2);
        world.passes(A_MOMENT);

        assertThat(third.refusal(late)).isEqualTo("dialog is held by another node under fence 2");
        assertThat(agreed(second, 2)).isTrue();
        assertThat(agreed(third, 3)).isTrue();
        aliceHangsUp();
        assertThat(third.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void of_two_survivors_that_claim_a_dialog_at_once_the_first_has_it() {
        first.dies();
        String one = second.claims(dialogId, 2);
        String other = third.claims(dialogId, 2);
        world.passes(A_MOMENT);

        assertThat(second.isAgreed(one)).isTrue();
        assertThat(third.isAgreed(other)).isFalse();
        aliceHangsUp();
        assertThat(second.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void a_dialog_is_not_claimed_under_the_fence_that_its_maker_has() {
        String claim = second.claims(dialogId, 1);
        world.passes(A_MOMENT);

        assertThat(second.refusal(claim)).isEqualTo("dialog is held by another node under fence 1");
        assertThat(agreed(first, 1)).isTrue();
        aliceHangsUp();
    }

    @Test
    void a_fence_below_the_first_is_refused() {
        String claim = second.claims(dialogId, 0);
        world.passes(A_MOMENT);

        assertThat(second.refusal(claim)).isEqualTo("fence 0, expected: ≥ 1");
        aliceHangsUp();
    }

    @Test
    void an_application_that_did_not_say_which_node_it_is_can_claim_nothing() {
        ScriptedApplication nobody = world.application();
        String claim = nobody.claims(dialogId, 2);
        world.passes(A_MOMENT);

        assertThat(nobody.refusal(claim)).isEqualTo("a claim is for an application that has said which node it is");
        aliceHangsUp();
    }

    @Test
    void a_dialog_that_the_engine_does_not_know_is_not_claimed() {
        String claim = second.claims("gone;from-tag=x", 2);
        world.passes(A_MOMENT);

        assertThat(second.refusal(claim)).isEqualTo("Server error: unable to find dialog for dialog id provided");
        aliceHangsUp();
    }

    @Test
    void a_dialog_that_its_node_hangs_up_is_not_claimed() {
        alice.misbehaves().ignoresNext(1, message -> message instanceof SipRequest bye && bye.is(Methods.BYE));
        first.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);
        first.dies();

        assertThat(agreed(second, 2)).isFalse();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void who_has_lost_a_dialog_sends_nothing_in_it_any_more() {
        agreed(second, 2);

        String bye = first.sends(dialogId, Methods.BYE);
        String ack = first.sends(dialogId, Methods.ACK);
        world.passes(A_MOMENT);

        assertThat(first.refusal(bye)).isEqualTo("dialog is held by another node under fence 2");
        assertThat(first.replies(ack)).hasSize(1);
        assertThat(first.isAgreed(ack)).isFalse();
        assertThat(alice.received().requests(Methods.BYE)).isEmpty();
        aliceHangsUp();
    }

    @Test
    void who_has_lost_a_dialog_does_not_get_it_back_by_using_it_when_its_holder_dies() {
        agreed(second, 2);
        second.dies();

        String bye = first.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);

        assertThat(first.refusal(bye)).isEqualTo("dialog is held by another node under fence 2");
        assertThat(agreed(first, 3)).isTrue();
        aliceHangsUp();
        assertThat(byesOfPeer(first)).hasSize(1);
    }

    @Test
    void an_application_of_before_may_not_use_a_dialog_that_was_claimed() {
        ScriptedApplication nobody = world.application();
        agreed(second, 2);

        String bye = nobody.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);

        assertThat(nobody.refusal(bye)).contains("held by another node");
        aliceHangsUp();
    }

    @Test
    void a_request_that_a_claim_crosses_is_given_to_the_claimant_and_only_its_answer_counts() {
        first.on(Methods.INFO, i -> {});
        second.on(Methods.INFO, i -> {});
        alice.sends(Methods.INFO);
        world.passes(A_MOMENT);

        agreed(second, 2);
        String stale = first.answers(first.requests(Methods.INFO).getFirst(), 200);
        world.passes(A_MOMENT);
        second.answers(second.requests(Methods.INFO).getFirst(), 202);
        alice.sees(202);

        assertThat(first.refusal(stale)).isEqualTo("dialog is held by another node under fence 2");
        assertThat(alice.received().responses(200)).hasSize(1);
        assertThat(world.stats().givenAgain()).isEqualTo(1);
        aliceHangsUp();
    }

    @Test
    void a_node_that_was_given_a_request_of_a_claimed_dialog_may_refuse_it_without_a_claim() {
        agreed(second, 2);
        second.dies();
        third.on(Methods.INFO, i -> third.answers(i, 503));
        first.on(Methods.INFO, i -> first.answers(i, 503));

        alice.sends(Methods.INFO).sees(503, "INFO");

        assertThat(agreed(third, 3)).isTrue();
        aliceHangsUp();
    }

    @Test
    void a_node_that_was_given_a_request_of_a_claimed_dialog_does_not_answer_it_without_a_claim() {
        agreed(second, 2);
        first.dies();
        second.dies();
        third.on(Methods.INFO, i -> {});
        alice.sends(Methods.INFO);
        world.passes(A_MOMENT);

        String early = third.answers(third.requests(Methods.INFO).getFirst(), 200);
        world.passes(A_MOMENT);
        assertThat(third.refusal(early)).contains("held by another node");
        assertThat(agreed(third, 3)).isTrue();
        third.answers(third.requests(Methods.INFO).getFirst(), 200);
        alice.sees(200, "INFO");

        aliceHangsUp();
    }

    @Test
    void a_call_that_was_given_again_while_it_rang_can_be_claimed_and_answered() {
        first.on(Methods.INVITE, i -> first.answers(i, 180));
        Phone carol = world.phone("carol").calls(world.uri("front-desk")).sees(180);
        second.routes("invite");

        first.dies();
        world.passes(A_MOMENT);
        ServerMessage.Incoming invite = second.requests(Methods.INVITE).getFirst();
        String claim = second.claims(String.valueOf(invite.dialogId()), 2);
        second.answers(
                invite, SipResponse.builder(200, null).body(invite.message().bodyText(), "application/sdp"));
        carol.isInCall().hangsUp().sees(200, "BYE").isIdle();

        assertThat(second.isAgreed(claim)).isTrue();
        aliceHangsUp();
    }

    @Test
    void a_200_to_a_re_INVITE_of_who_has_lost_the_dialog_is_acknowledged_by_the_engine() {
        alice.misbehaves().withholds(m -> m instanceof SipResponse);
        first.sends(dialogId, Methods.INVITE);
        world.passes(A_MOMENT);

        agreed(second, 2);
        alice.misbehaves().stops();
        world.passes(Duration.ofMinutes(1));

        assertThat(alice.received().requests(Methods.ACK)).hasSize(1);
        assertThat(alice.received().requests(Methods.BYE)).isEmpty();
        aliceHangsUp();
    }

    @Test
    void a_200_to_a_re_INVITE_that_waits_for_its_ACK_gets_it_when_the_dialog_is_claimed() {
        first.sends(dialogId, Methods.INVITE);
        world.passes(A_MOMENT);
        assertThat(alice.received().requests(Methods.ACK)).isEmpty();

        agreed(second, 2);

        assertThat(alice.received().requests(Methods.ACK)).hasSize(1);
        aliceHangsUp();
    }

    @Test
    void claimed_dialogs_outlive_the_grace_of_the_node_that_had_them() {
        first.dies();
        agreed(second, 2);

        alice.isNotTold("BYE", Duration.ofMinutes(10));
        aliceHangsUp();
    }
}
