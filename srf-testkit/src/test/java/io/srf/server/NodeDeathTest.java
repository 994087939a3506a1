// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the calls of a node whose link drops. */
class NodeDeathTest {
    private static final String SDP = """
            v=0
            o=- 1 1 IN IP4 198.18.0.1
            s=-
            c=IN IP4 198.18.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final EngineWorld world = new EngineWorld(7, 2);
    private final ScriptedApplication first = world.node("desk", "desk-1", "invite");
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private ScriptedApplication heir() {
        return world.node("desk", "desk-2", "invite");
    }

    private static ScriptedApplication answersCalls(ScriptedApplication node) {
        return node.on(
                Methods.INVITE,
                i -> node.answers(i, SipResponse.builder(200, null).body(SDP, "application/sdp")));
    }

    private static ScriptedApplication answersByes(ScriptedApplication node) {
        return node.on(Methods.BYE, i -> node.answers(i, 200));
    }

    private String aliceInCall() {
        answersCalls(first);
        alice.calls(world.uri("front-desk")).isInCall();
        world.passes(A_MOMENT);
        return String.valueOf(first.requests(Methods.ACK).getFirst().dialogId());
    }

    private SipRequest.Builder inviteBob() {
        return SipRequest.builder(Methods.INVITE, bob.uri()).body(SDP, "application/sdp");
    }

    private String bobInCall() {
        bob.answersAfter(A_MOMENT);
        first.sends(inviteBob());
        world.passes(A_SECOND);
        String dialogId = String.valueOf(first.responses(200).getFirst().dialogId());
        first.sends(dialogId, Methods.ACK);
        bob.isInCall();
        return dialogId;
    }

    private void endedBy(ScriptedApplication heir, String dialogId) {
        heir.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);
    }

    @Test
    void a_BYE_in_a_dialog_of_a_dead_node_goes_to_another_node_of_its_application() {
        String dialogId = aliceInCall();
        ScriptedApplication heir = answersByes(heir());

        first.dies();
        alice.hangsUp().sees(200, "BYE").isIdle();

        assertThat(heir.requests(Methods.BYE))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(dialogId);
        assertThat(world.stats().takenOver()).isEqualTo(1);
        assertThat(world.stats().givenAgain()).isZero();
    }

    @Test
    void the_ACK_of_a_2xx_that_a_node_sent_before_it_died_goes_to_another() {
        answersCalls(first);
        alice.misbehaves().ignoresNext(2, m -> m instanceof SipResponse r && r.status() == 200);
        alice.calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
        ScriptedApplication heir = answersByes(heir());

        first.dies();
        alice.isInCall();
        world.passes(A_MOMENT);

        assertThat(heir.requests(Methods.ACK)).hasSize(1);
        alice.hangsUp().sees(200, "BYE");
    }

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
    void a_leg_that_a_dead_node_was_calling_stops_ringing() {
        bob.ringsOnly();
        first.sends(inviteBob());
        bob.isTold(Methods.INVITE);
        world.passes(A_MOMENT);
        heir();

        first.dies();
        bob.isTold(Methods.CANCEL).isIdle();
    }

    @Test
    void a_node_that_has_claimed_a_ringing_leg_of_a_dead_one_hears_that_it_ends() {
        bob.ringsOnly();
        first.sends(inviteBob());
        bob.isTold(Methods.INVITE);
        world.passes(A_MOMENT);
        String dialogId = String.valueOf(first.responses(180).getFirst().dialogId());
        ScriptedApplication heir = heir();

        first.dies();
        heir.claims(dialogId, 2);
        bob.isTold(Methods.CANCEL).isIdle();
        world.passes(A_MOMENT);

        assertThat(heir.responses(487))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(dialogId);
    }

    @Test
    void a_200_that_crosses_the_CANCEL_goes_to_the_node_that_has_claimed_the_ringing_leg() {
        bob.misbehaves().ignores(m -> m instanceof SipRequest r && r.is(Methods.CANCEL));
        bob.onCall(call -> {
            call.rings();
            call.after(A_SECOND, call::answers);
        });
        first.sends(inviteBob());
        world.passes(A_MOMENT);
        String dialogId = String.valueOf(first.responses(180).getFirst().dialogId());
        ScriptedApplication heir = heir();

        first.dies();
        heir.claims(dialogId, 2);
        world.passes(Duration.ofMillis(1_200));
        heir.sends(dialogId, Methods.ACK);
        bob.isInCall().isNotTold(Methods.BYE, Duration.ofMinutes(1));

        assertThat(heir.responses(200)).hasSize(1);
        endedBy(heir, dialogId);
    }

    @Test
    void a_200_that_crosses_the_CANCEL_for_a_dead_node_ends_in_ACK_and_BYE() {
        bob.misbehaves().ignores(m -> m instanceof SipRequest r && r.is(Methods.CANCEL));
        bob.answersAfter(A_SECOND);
        first.sends(inviteBob());
        world.passes(A_MOMENT);
        heir();

        first.dies();
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();
    }

    @Test
    void a_200_that_a_node_heard_and_did_not_acknowledge_ends_in_ACK_and_BYE_if_nobody_claims_it() {
        bob.answersAfter(A_MOMENT);
        first.sends(inviteBob());
        world.passes(Duration.ofMillis(200));
        assertThat(first.responses(200)).hasSize(1);
        ScriptedApplication heir = heir();

        first.dies();
        bob.isNotTold(Methods.BYE, Duration.ofSeconds(4));
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();

        assertThat(heir.responses(200)).isNotEmpty();
    }

    @Test
    void a_200_that_a_node_heard_and_did_not_acknowledge_is_acknowledged_by_the_one_that_claims_it() {
        bob.answersAfter(A_MOMENT);
        first.sends(inviteBob());
        world.passes(Duration.ofMillis(200));
        ScriptedApplication heir = heir();

        first.dies();
        world.passes(A_SECOND);
        String dialogId = String.valueOf(heir.responses(200).getFirst().dialogId());
        heir.claims(dialogId, 2);
        heir.sends(dialogId, Methods.ACK);
        bob.isInCall().isNotTold(Methods.BYE, Duration.ofMinutes(3));

        endedBy(heir, dialogId);
    }

    @Test
    void a_200_to_a_re_INVITE_of_a_dead_node_is_acknowledged_by_the_engine_and_the_call_stays() {
        String dialogId = bobInCall();
        ScriptedApplication heir = answersByes(heir());

        first.sends(dialogId, Methods.INVITE);
        first.dies();
        world.passes(A_SECOND);
        heir.claims(dialogId, 2);
        bob.isNotTold(Methods.BYE, Duration.ofMinutes(3));

        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
        assertThat(heir.responses(200)).isEmpty();
        endedBy(heir, dialogId);
    }

    @Test
    void a_200_to_a_re_INVITE_that_a_node_heard_and_did_not_acknowledge_is_acknowledged_when_it_dies() {
        String dialogId = bobInCall();
        ScriptedApplication heir = heir();

        first.sends(dialogId, Methods.INVITE);
        world.passes(A_MOMENT);
        first.dies();
        world.passes(A_MOMENT);

        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
        heir.claims(dialogId, 2);
        endedBy(heir, dialogId);
    }

    @Test
    void the_answer_to_a_request_of_a_dead_node_goes_to_the_one_that_has_claimed_its_dialog() {
        String dialogId = bobInCall();
        ScriptedApplication heir = heir();
        bob.misbehaves().withholds(m -> m instanceof SipResponse);
        String info = first.sends(dialogId, Methods.INFO);
        world.passes(A_MOMENT);

        first.dies();
        heir.claims(dialogId, 2);
        bob.misbehaves().stops();
        world.passes(A_SECOND);

        assertThat(heir.responses(200))
                .singleElement()
                .extracting(ServerMessage.Incoming::transactionId)
                .isEqualTo(first.sent(info).transactionId());
        endedBy(heir, dialogId);
    }

    @Test
    void the_answer_to_a_request_of_a_dead_node_is_dropped_if_nobody_has_claimed_its_dialog() {
        String dialogId = bobInCall();
        ScriptedApplication heir = heir();

        first.sends(dialogId, Methods.INFO);
        first.dies();
        world.passes(A_SECOND);

        assertThat(heir.responses(200)).isEmpty();
        endedBy(heir, dialogId);
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

    @Test
    void dialogs_of_a_node_wait_two_minutes_before_they_are_ended_and_another_node_is_told() {
        String dialogId = aliceInCall();
        ScriptedApplication heir = heir();

        first.dies();
        alice.isNotTold("BYE", Duration.ofSeconds(119));
        alice.isTold("BYE").isIdle();

        assertThat(heir.requests(Methods.BYE)).singleElement().satisfies(bye -> {
            assertThat(bye.transactionId()).isEqualTo(ServerMessage.UNSOLICITED);
            assertThat(bye.dialogId()).isEqualTo(dialogId);
        });
    }

    @Test
    void a_call_whose_2xx_is_never_acknowledged_is_ended_and_an_heir_is_told() {
        answersCalls(first);
        alice.misbehaves().neverAcks();
        alice.calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
        ScriptedApplication heir = heir();

        first.dies();
        alice.isTold("BYE");

        assertThat(heir.requests(Methods.BYE))
                .singleElement()
                .extracting(ServerMessage.Incoming::transactionId)
                .isEqualTo(ServerMessage.UNSOLICITED);
    }

    @Test
    void a_node_that_comes_back_gets_its_dialogs_again_before_others_do() {
        aliceInCall();
        ScriptedApplication other = heir();

        first.dies();
        ScriptedApplication back = answersByes(world.node("desk", "desk-1", "invite"));
        world.passes(Duration.ofMinutes(5));
        alice.isInCall().hangsUp().sees(200, "BYE").isIdle();

        assertThat(back.requests(Methods.BYE)).hasSize(1);
        assertThat(other.requests(Methods.BYE)).isEmpty();
    }

    @Test
    void a_node_that_comes_back_has_a_dialog_again_that_it_uses_although_it_went_to_another() {
        String dialogId = aliceInCall();
        ScriptedApplication other = heir();
        other.on(Methods.INFO, i -> other.answers(i, 200));

        first.dies();
        alice.sends(Methods.INFO).sees(200, "INFO");
        ScriptedApplication back = answersByes(world.node("desk", "desk-1", "invite"));
        back.sends(dialogId, Methods.OPTIONS);
        world.passes(A_MOMENT);
        alice.hangsUp().sees(200, "BYE").isIdle();

        assertThat(other.requests(Methods.INFO)).hasSize(1);
        assertThat(back.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void the_nodes_of_an_application_share_the_calls_of_a_dead_one() {
        answersCalls(first);
        Phone[] callers = new Phone[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] =
                    world.phone("caller-" + i).calls(world.uri("front-desk")).isInCall();
        }
        world.passes(A_MOMENT);
        ScriptedApplication second = answersByes(world.node("desk", "desk-2"));
        ScriptedApplication third = answersByes(world.node("desk", "desk-3"));

        first.dies();
        for (Phone caller : callers) {
            caller.hangsUp().sees(200, "BYE");
        }

        assertThat(second.requests(Methods.BYE)).hasSize(2);
        assertThat(third.requests(Methods.BYE)).hasSize(2);
    }

    @Test
    void who_goes_on_with_a_dialog_stands_in_the_flight_recorder() {
        aliceInCall();
        answersByes(heir());

        first.dies();
        alice.hangsUp().sees(200, "BYE").isIdle();

        assertThat(world.engine().recorder().call(alice.call().callId()).ladder())
                .contains("engine dialog owner: desk-1 -> desk-2");
    }

    @Test
    void many_dialogs_of_a_dead_node_are_ended_some_at_a_time() {
        bob.onCall(Call::answers);
        for (int i = 0; i < 500; i++) {
            first.sends(inviteBob());
        }
        world.passes(A_SECOND);
        first.responses(200).forEach(ok -> first.sends(String.valueOf(ok.dialogId()), Methods.ACK));
        world.passes(A_SECOND);

        first.dies();
        world.passes(Duration.ofMinutes(2).plusMillis(20));
        assertThat(bob.received().requests(Methods.BYE)).hasSizeBetween(200, 400);
        world.passes(A_SECOND);
        assertThat(bob.received().requests(Methods.BYE)).hasSize(500);
    }

    @Test
    void a_call_that_a_dying_node_makes_to_a_name_is_not_made() {
        world.sim().network().host("carrier.example", bob.address());
        first.sends(SipRequest.builder(Methods.INVITE, "sip:bob@carrier.example"));
        first.dies();
        bob.isNotTold(Methods.INVITE, A_SECOND);
    }
}
