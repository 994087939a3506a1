// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The 2xx to INVITEs that another engine has sent, which is gone (RFC 3261 §13.2.2.4). */
class InheritedAnswersTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Duration UNTIL_ABANDONED_CALLS_ARE_OVER = Duration.ofMinutes(3);
    private static final String CALL_ID = "call-1";
    private static final String DIALOG_ID = CALL_ID + ";from-tag=alices";

    /** What an engine calls a dialog that it does not know: as if it had made it itself. */
    private static final String GUESSED_ID = CALL_ID + ";from-tag=ours";

    private final EngineWorld world = new EngineWorld(7, 2);
    private final ScriptedApplication node = world.node("desk", "desk-2");
    private final Phone alice = world.phone("alice");

    @AfterEach
    void nothing_is_left() {
        alice.repliesTo(Methods.BYE, 200);
        node.dies();
        world.passes(UNTIL_ABANDONED_CALLS_ARE_OVER);
        world.comesToRest();
        world.close();
    }

    private String aliceHost() {
        return alice.address().getAddress().getHostAddress();
    }

    private String engineHost() {
        return world.address().getAddress().getHostAddress();
    }

    /** Alice's answer to an INVITE of another engine. */
    private SipResponse.Builder answer(int cseq, String branch) {
        return SipResponse.builder(200, null)
                .add(HeaderName.VIA, "SIP/2.0/UDP " + engineHost() + ":5060;branch=" + branch)
                .add(HeaderName.FROM, "<sip:desk@engine.example>;tag=ours")
                .add(HeaderName.TO, "<sip:alice@" + aliceHost() + ">;tag=alices")
                .add(HeaderName.CONTACT, "<" + alice.uri() + ">")
                .add(HeaderName.CALL_ID, CALL_ID)
                .add(HeaderName.CSEQ, cseq + " INVITE");
    }

    private void aliceAnswers(int cseq) {
        sends(answer(cseq, "z9hG4bKother"));
    }

    private void sends(SipResponse.Builder response) {
        alice.sendsRaw(world.address(), response.build().toString());
        world.passes(A_MOMENT);
    }

    private void claims(ScriptedApplication claimant) {
        SipRequest next = SipRequest.builder(Methods.OPTIONS, alice.uri())
                .add(HeaderName.FROM, "<sip:desk@engine.example>;tag=ours")
                .add(HeaderName.TO, "<sip:alice@" + aliceHost() + ">;tag=alices")
                .add(HeaderName.CALL_ID, CALL_ID)
                .add(HeaderName.CSEQ, "101 OPTIONS")
                .build();
        String claim = claimant.claims(DIALOG_ID, 2, new ClientMessage.Standing(next, -1));
        world.passes(A_MOMENT);
        assertThat(claimant.isAgreed(claim)).isTrue();
    }

    private void acknowledges() {
        node.sends(DIALOG_ID, Methods.ACK);
        world.passes(A_MOMENT);
    }

    private List<Integer> acksAtAlice() {
        return alice.received().requests(Methods.ACK).stream()
                .map(ack -> ack.cseq().number())
                .toList();
    }

    @Test
    void in_a_dialog_that_was_made_again_they_are_for_its_owner_to_acknowledge() {
        claims(node);
        aliceAnswers(7);

        assertThat(node.responses(200))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(DIALOG_ID);
        acknowledges();
        assertThat(acksAtAlice()).containsExactly(7);
    }

    @Test
    void repeated_ones_are_acknowledged_again_and_told_no_more() {
        claims(node);
        aliceAnswers(7);
        acknowledges();
        aliceAnswers(7);
        aliceAnswers(7);

        assertThat(acksAtAlice()).containsExactly(7, 7, 7);
        assertThat(node.responses(200)).hasSize(1);
    }

    @Test
    void an_owner_that_has_not_acknowledged_hears_repeated_ones() {
        claims(node);
        aliceAnswers(7);
        aliceAnswers(7);

        assertThat(node.responses(200)).hasSize(2);
        acknowledges();
    }

    @Test
    void one_that_its_owner_does_not_live_to_acknowledge_is_acknowledged_by_the_engine() {
        ScriptedApplication heir = world.node("desk", "desk-3");
        heir.on(Methods.BYE, bye -> heir.answers(bye, 200));
        claims(node);
        aliceAnswers(7);
        node.dies();
        world.passes(A_MOMENT);

        assertThat(acksAtAlice()).containsExactly(7);
        heir.dies();
    }

    @Test
    void an_engine_whose_nodes_are_gone_acknowledges_them_itself() {
        claims(node);
        node.dies();
        aliceAnswers(7);
        aliceAnswers(7);

        assertThat(acksAtAlice()).containsExactly(7, 7);
    }

    @Test
    void they_say_where_the_peer_is_from_now_on() {
        claims(node);
        Phone moved = world.phone("moved");
        sends(answer(7, "z9hG4bKother").set(HeaderName.CONTACT, "<" + moved.uri() + ">"));
        acknowledges();

        assertThat(moved.received().requests(Methods.ACK)).hasSize(1);
        moved.repliesTo(Methods.BYE, 200);
    }

    @Test
    void a_Contact_that_leads_nowhere_leaves_the_peer_where_it_was() {
        claims(node);
        sends(answer(7, "z9hG4bKother").set(HeaderName.CONTACT, "<tel:+123>"));
        acknowledges();

        assertThat(acksAtAlice()).containsExactly(7);
    }

    @Test
    void one_with_a_CSeq_that_no_other_engine_can_have_used_is_dropped() {
        claims(node);
        aliceAnswers(102);

        assertThat(node.responses(200)).isEmpty();
    }

    @Test
    void one_that_is_older_than_what_was_answered_last_is_dropped() {
        claims(node);
        aliceAnswers(7);
        acknowledges();
        aliceAnswers(6);

        assertThat(node.responses(200)).hasSize(1);
        assertThat(acksAtAlice()).containsExactly(7);
    }

    /** The shards that a branch of another engine seems to name, or none. */
    @ParameterizedTest
    @ValueSource(
            strings = {"z9hG4bK00abcdefghijklmnopqrst", "z9hG4bK01abcdefghijklmnopqrst", "z9hG4bK0aabcdefghijklmnopqrst"
            })
    void they_find_their_dialog_whatever_shard_their_branch_seems_to_name(String branch) {
        claims(node);
        sends(answer(7, branch));
        acknowledges();

        assertThat(acksAtAlice()).containsExactly(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"z9hG4bK00abcdefghijklmnopqrst", "z9hG4bK01abcdefghijklmnopqrst"})
    void one_in_a_dialog_that_nobody_knows_is_shown_to_a_node_which_may_claim_it_and_acknowledge(String branch) {
        sends(answer(7, branch));

        assertThat(node.responses(200))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(GUESSED_ID);
        claims(node);
        acknowledges();
        assertThat(acksAtAlice()).containsExactly(7);
    }

    @Test
    void one_in_a_dialog_that_nobody_knows_is_shown_once_in_two_seconds() {
        aliceAnswers(7);
        aliceAnswers(7);
        assertThat(node.responses(200)).hasSize(1);
        world.passes(Duration.ofSeconds(2));
        aliceAnswers(7);

        assertThat(node.responses(200)).hasSize(2);
    }

    @Test
    void one_in_a_dialog_that_has_ended_is_shown_to_nobody() {
        alice.repliesTo(Methods.BYE, 200);
        claims(node);
        node.sends(DIALOG_ID, Methods.BYE);
        world.passes(A_MOMENT);
        assertThat(world.stats().dialogs()).isZero();
        aliceAnswers(7);

        assertThat(node.responses(200)).isEmpty();
    }

    @Test
    void one_with_a_bar_in_its_Call_ID_is_shown_to_nobody() {
        sends(answer(7, "z9hG4bKother").set(HeaderName.CALL_ID, "call|1"));

        assertThat(node.responses(200)).isEmpty();
    }

    @Test
    void an_application_that_is_no_node_is_shown_none() {
        node.dies();
        ScriptedApplication plain = world.application("invite");
        aliceAnswers(7);

        assertThat(plain.responses(200)).isEmpty();
    }

    @Test
    void no_more_than_a_thousand_are_shown_in_two_seconds() {
        for (int i = 0; i <= 2_500; i++) {
            alice.sendsRaw(
                    world.address(),
                    answer(7, "z9hG4bKother")
                            .set(HeaderName.CALL_ID, "call-" + i)
                            .build()
                            .toString());
        }
        world.passes(A_MOMENT);

        assertThat(node.responses(200)).hasSizeBetween(1_500, 2_000);
    }
}
