// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of the requests that a node was given and had not answered when its link dropped. */
class GivenAgainTest extends NodesFixture {
    @Test
    void a_BYE_that_a_node_had_received_and_not_answered_is_given_again() {
        aliceInCall();
        ScriptedApplication heir = answersByes(heir());

        alice.hangsUp();
        world.passes(A_MOMENT);
        first.dies();
        alice.sees(200, "BYE").isIdle();

        assertThat(heir.requests(Methods.BYE).getFirst().transactionId())
                .isEqualTo(first.requests(Methods.BYE).getFirst().transactionId());
        assertThat(world.stats().givenAgain()).isEqualTo(1);
    }

    @Test
    void a_re_INVITE_that_a_node_had_received_and_not_answered_is_given_again() {
        String dialogId = aliceInCall();
        ScriptedApplication heir = answersByes(heir());
        first.on(Methods.INVITE, i -> {});

        alice.holds();
        world.passes(A_MOMENT);
        first.dies();
        world.passes(A_MOMENT);
        heir.answers(
                heir.requests(Methods.INVITE).getFirst(),
                SipResponse.builder(200, null).body(SDP, "application/sdp"));
        alice.sees(200);
        world.passes(A_MOMENT);

        assertThat(heir.requests(Methods.INVITE).getFirst().dialogId()).isEqualTo(dialogId);
        assertThat(heir.requests(Methods.ACK)).hasSize(1);
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void an_INVITE_that_a_node_had_not_answered_is_given_to_another_as_a_new_one() {
        alice.calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
        ScriptedApplication heir = answersByes(answersCalls(heir()));

        first.dies();
        alice.isInCall();

        ServerMessage.Incoming again = heir.requests(Methods.INVITE).getFirst();
        assertThat(again.transactionId())
                .isEqualTo(first.requests(Methods.INVITE).getFirst().transactionId());
        assertThat(again.dialogId()).isNull();
        assertThat(again.receivedOn()).isNotNull();
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void an_INVITE_goes_to_another_application_that_wants_it_if_its_own_has_no_other_node() {
        alice.calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
        ScriptedApplication other = answersByes(answersCalls(world.application("invite")));

        first.dies();
        alice.isInCall();

        assertThat(other.requests(Methods.INVITE)).hasSize(1);
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void of_several_applications_that_want_it_an_INVITE_prefers_its_own() {
        alice.calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
        ScriptedApplication other = world.application("invite");
        ScriptedApplication another = world.node("mailbox", "mailbox-1", "invite");
        ScriptedApplication heir = answersByes(answersCalls(heir()));

        first.dies();
        alice.isInCall();

        assertThat(heir.requests(Methods.INVITE)).hasSize(1);
        assertThat(other.requests(Methods.INVITE)).isEmpty();
        assertThat(another.requests(Methods.INVITE)).isEmpty();
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void a_ringing_INVITE_is_given_again_with_its_dialog_and_keeps_its_To_tag() {
        first.on(Methods.INVITE, i -> first.answers(i, 180));
        alice.calls(world.uri("front-desk")).sees(180);
        ScriptedApplication heir = answersByes(answersCalls(heir()));

        first.dies();
        alice.isInCall();

        SipRequest invite = alice.sent().request(Methods.INVITE);
        assertThat(heir.requests(Methods.INVITE).getFirst().dialogId())
                .isEqualTo(invite.callId() + ";from-tag=" + invite.from().tag());
        assertThat(alice.received().response(200).to().tag())
                .isEqualTo(alice.received().response(180).to().tag());
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void who_answered_a_ringing_INVITE_of_another_node_holds_its_dialog_when_its_link_is_back() {
        first.on(Methods.INVITE, i -> first.answers(i, 180));
        alice.calls(world.uri("front-desk")).sees(180);
        ScriptedApplication heir = answersByes(answersCalls(heir()));
        first.dies();
        alice.isInCall();
        heir.dies();
        ScriptedApplication back = answersByes(heir());
        String claim = back.claims(
                String.valueOf(heir.requests(Methods.INVITE).getFirst().dialogId()), 1);
        world.passes(A_MOMENT);

        assertThat(back.isAgreed(claim)).isTrue();
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void a_reliable_180_of_another_node_goes_on_with_the_next_RSeq() {
        first.on(
                        Methods.INVITE,
                        i -> first.answers(
                                i,
                                SipResponse.builder(180, null)
                                        .set(HeaderName.REQUIRE, "100rel")
                                        .body(SDP, "application/sdp")))
                .on(Methods.PRACK, i -> first.answers(i, 200));
        alice.supports("100rel").calls(world.uri("front-desk")).sees(180).sees(200, "PRACK");
        ScriptedApplication heir = answersByes(heir());
        heir.on(
                        Methods.INVITE,
                        i -> heir.answers(i, SipResponse.builder(183, null).set(HeaderName.REQUIRE, "100rel")))
                .on(Methods.PRACK, i -> heir.answers(i, 200));

        first.dies();
        alice.sees(183);
        world.passes(A_MOMENT);

        assertThat(alice.received().response(183).header(HeaderName.RSEQ)).isEqualTo("2");
        assertThat(heir.requests(Methods.PRACK)).hasSize(1);
        alice.cancels().sees(487);
    }

    @Test
    void a_PRACK_for_the_response_of_a_dead_node_goes_to_the_other() {
        first.on(
                Methods.INVITE,
                i -> first.answers(
                        i,
                        SipResponse.builder(180, null)
                                .set(HeaderName.REQUIRE, "100rel")
                                .body(SDP, "application/sdp")));
        alice.misbehaves().ignoresNext(1, m -> m instanceof SipResponse r && r.status() == 180);
        alice.supports("100rel").calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
        ScriptedApplication heir = heir();
        heir.on(Methods.PRACK, i -> heir.answers(i, 200));

        first.dies();
        alice.sees(180).sees(200, "PRACK");

        assertThat(heir.requests(Methods.PRACK)).hasSize(1);
        alice.cancels().sees(487);
    }

    @Test
    void an_INVITE_for_which_no_node_is_left_gets_503() {
        first.on(Methods.INVITE, i -> first.answers(i, 180));
        alice.calls(world.uri("front-desk")).sees(180);
        ScriptedApplication heir = heir();

        first.dies();
        heir.dies();
        alice.sees(503).isIdle();
    }

    @Test
    void a_CANCEL_after_an_INVITE_was_given_again_goes_to_its_new_node() {
        first.on(Methods.INVITE, i -> first.answers(i, 180));
        alice.calls(world.uri("front-desk")).sees(180);
        ScriptedApplication heir = heir();

        first.dies();
        alice.cancels().sees(487).isIdle();

        assertThat(heir.requests(Methods.CANCEL)).hasSize(1);
        assertThat(first.requests(Methods.CANCEL)).isEmpty();
    }

    @Test
    void an_INVITE_that_ends_every_node_does_not_go_on_for_ever() {
        ScriptedApplication[] nodes = new ScriptedApplication[5];
        first.on(Methods.INVITE, i -> first.dies());
        for (int i = 0; i < nodes.length; i++) {
            ScriptedApplication node = world.node("desk", "desk-" + (i + 2), "invite");
            nodes[i] = node.on(Methods.INVITE, invite -> node.dies());
        }

        alice.calls(world.uri("front-desk")).sees(503).isIdle();

        assertThat(nodes).filteredOn(node -> !node.isClosed()).hasSize(3);
    }

    @Test
    void a_BYE_that_finds_no_heir_for_two_seconds_is_answered_200_and_the_dialog_ends() {
        aliceInCall();

        first.dies();
        alice.hangsUp();
        world.passes(Duration.ofMillis(1_900));
        assertThat(alice.received().responses(200)).hasSize(1);
        world.passes(Duration.ofMillis(200));
        assertThat(alice.received().responses(200)).hasSize(2);
        alice.isIdle();
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void re_INVITEs_that_found_no_heir_stand_in_the_way_of_no_later_one() {
        String dialogId = aliceInCall();

        first.dies();
        for (int i = 0; i < 5; i++) {
            alice.holds().sees(503);
            world.passes(A_SECOND);
        }
        ScriptedApplication back = answersByes(answersCalls(world.node("desk", "desk-1")));
        alice.holds().sees(200);
        world.passes(A_SECOND);

        assertThat(back.requests(Methods.INVITE)).hasSize(1);
        endedBy(back, dialogId);
        alice.isIdle();
    }

    @Test
    void a_request_that_finds_no_heir_waits_two_seconds_for_one() {
        aliceInCall();

        first.dies();
        alice.hangsUp();
        world.passes(A_SECOND);
        ScriptedApplication back = answersByes(world.node("desk", "desk-1"));
        alice.sees(200, "BYE").isIdle();

        assertThat(back.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void a_request_that_a_node_had_received_waits_two_seconds_for_an_heir() {
        first.on(Methods.INVITE, i -> first.answers(i, 180));
        alice.calls(world.uri("front-desk")).sees(180);

        first.dies();
        world.passes(A_SECOND);
        ScriptedApplication heir = answersByes(answersCalls(heir()));
        alice.isInCall().hangsUp().sees(200, "BYE").isIdle();

        assertThat(heir.requests(Methods.INVITE)).hasSize(1);
    }

    @Test
    void a_CANCEL_while_an_INVITE_waits_for_an_heir_ends_in_487() {
        first.on(Methods.INVITE, i -> first.answers(i, 180));
        alice.calls(world.uri("front-desk")).sees(180);

        first.dies();
        world.passes(A_SECOND);
        alice.cancels().sees(487).isIdle();
        ScriptedApplication heir = heir();
        world.passes(Duration.ofSeconds(5));

        assertThat(heir.requests(Methods.INVITE)).isEmpty();
    }

    @Test
    void a_dialog_that_is_claimed_while_its_request_waits_gets_the_request_once() {
        String dialogId = aliceInCall();
        first.dies();
        alice.hangsUp();
        world.passes(A_SECOND);
        ScriptedApplication heir = heir();

        heir.claims(dialogId, 2);
        world.passes(Duration.ofSeconds(5));
        heir.answers(heir.requests(Methods.BYE).getFirst(), 200);
        alice.sees(200, "BYE").isIdle();

        assertThat(heir.requests(Methods.BYE)).hasSize(1);
    }
}
