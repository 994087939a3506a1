// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import io.srf.testkit.Phone;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dialogs that another engine had, which is gone: a node that finds them in its session store has this engine make them again. */
class RestoredDialogTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final String CALL_ID = "call-1";
    private static final String DIALOG_ID = CALL_ID + ";from-tag=alices";

    private final EngineWorld world = new EngineWorld(7, 2);
    private final ScriptedApplication node = world.node("desk", "desk-2");
    private final Phone alice = world.phone("alice");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    /** A request of alice's in a call that she made through another engine. */
    private SipRequest.Builder fromAlice(String method, int cseq) {
        return SipRequest.builder(method, world.uri("x"))
                .add(HeaderName.VIA, "SIP/2.0/UDP " + host(alice) + ":5060;branch=z9hG4bK" + method + cseq + ";rport")
                .add(HeaderName.FROM, "<sip:alice@" + host(alice) + ">;tag=alices")
                .add(HeaderName.TO, "<sip:desk@engine.example>;tag=ours")
                .add(HeaderName.CALL_ID, CALL_ID)
                .add(HeaderName.CSEQ, cseq + " " + method);
    }

    private static String host(Phone phone) {
        return phone.address().getAddress().getHostAddress();
    }

    private void aliceSends(SipRequest.Builder request) {
        alice.sendsRaw(world.address(), request.build().toString());
        world.passes(A_MOMENT);
    }

    private ClientMessage.Standing standing(int remoteSeq) {
        return new ClientMessage.Standing(
                SipRequest.builder(Methods.OPTIONS, alice.uri())
                        .add(HeaderName.FROM, "<sip:desk@engine.example>;tag=ours")
                        .add(HeaderName.TO, "<sip:alice@" + host(alice) + ">;tag=alices")
                        .add(HeaderName.CALL_ID, CALL_ID)
                        .add(HeaderName.CSEQ, "101 OPTIONS")
                        .build(),
                remoteSeq);
    }

    private ServerMessage.Incoming given(String method) {
        return node.requests(method).getFirst();
    }

    private boolean agreed(int fence, int remoteSeq) {
        String claim = node.claims(DIALOG_ID, fence, standing(remoteSeq));
        world.passes(A_MOMENT);
        return node.isAgreed(claim);
    }

    @Test
    void a_request_in_a_dialog_that_nobody_knows_is_shown_to_a_node_which_may_answer_481() {
        aliceSends(fromAlice(Methods.INFO, 2));

        assertThat(given(Methods.INFO).dialogId()).isEqualTo(DIALOG_ID);
        node.answers(given(Methods.INFO), 481);
        alice.sees(481);
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void a_node_that_knows_the_call_claims_the_dialog_and_answers_its_BYE() {
        aliceSends(fromAlice(Methods.BYE, 2));

        assertThat(agreed(2, 1)).isTrue();
        assertThat(world.stats().dialogs()).isEqualTo(1);
        node.answers(given(Methods.BYE), 200);
        alice.sees(200);

        world.passes(A_MOMENT);
        assertThat(world.stats().dialogs()).isZero();
        assertThat(world.stats().takenOver()).isEqualTo(1);
    }

    @Test
    void a_dialog_made_again_goes_on_with_both_sequence_numbers() {
        aliceSends(fromAlice(Methods.INFO, 7));
        agreed(2, 6);
        node.answers(given(Methods.INFO), 200);
        alice.sees(200);

        aliceSends(fromAlice(Methods.INFO, 5));
        alice.sees(500);
        alice.repliesTo(Methods.BYE, 200);
        String bye = node.sends(DIALOG_ID, Methods.BYE);
        world.passes(A_MOMENT);

        SipRequest sent = (SipRequest) node.sent(bye).message();
        assertThat(sent.cseq().number()).isEqualTo(102);
        assertThat(sent.uriText()).isEqualTo(alice.uri().toString());
        assertThat(sent.from().tag()).isEqualTo("ours");
        assertThat(sent.to().tag()).isEqualTo("alices");
    }

    @Test
    void a_re_INVITE_in_a_dialog_that_nobody_knows_is_answered_and_acknowledged_once_it_is_claimed() {
        aliceSends(fromAlice(Methods.INVITE, 2).add(HeaderName.CONTACT, "<" + alice.uri() + ">"));
        agreed(2, 1);
        node.answers(given(Methods.INVITE), 200);
        alice.sees(200);
        aliceSends(fromAlice(Methods.ACK, 2));

        assertThat(node.requests(Methods.ACK))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(DIALOG_ID);
        ends();
    }

    private void ends() {
        aliceSends(fromAlice(Methods.BYE, 50));
        node.answers(node.requests(Methods.BYE).getLast(), 200);
        alice.sees(200);
    }

    @Test
    void a_request_that_is_older_than_the_dialog_that_is_claimed_for_it_gets_500() {
        aliceSends(fromAlice(Methods.INFO, 2));
        agreed(2, 9);
        alice.sees(500);

        String late = node.answers(given(Methods.INFO), 200);
        world.passes(A_MOMENT);
        assertThat(node.refusal(late)).isEqualTo("Response not sent due to unknown transaction");
        ends();
    }

    @Test
    void several_requests_of_a_call_wait_for_the_same_claim() {
        aliceSends(fromAlice(Methods.INFO, 2));
        aliceSends(fromAlice(Methods.MESSAGE, 3));
        agreed(2, 1);
        node.answers(given(Methods.INFO), 200);
        node.answers(given(Methods.MESSAGE), 202);
        alice.sees(202);
        ends();
    }

    @Test
    void a_dialog_can_be_made_again_before_anything_comes_in_it() {
        assertThat(agreed(1, -1)).isTrue();
        aliceSends(fromAlice(Methods.BYE, 1));

        node.answers(given(Methods.BYE), 200);
        alice.sees(200);
    }

    @Test
    void a_dialog_whose_route_cannot_be_found_is_not_made() {
        ClientMessage.Standing lost = new ClientMessage.Standing(
                standing(1).next().toBuilder()
                        .add(HeaderName.ROUTE, "<sip:gone.example;lr>")
                        .build(),
                1);
        String claim = node.claims(DIALOG_ID, 2, lost);
        world.passes(A_MOMENT);

        assertThat(node.refusal(claim)).isEqualTo("DNS Error");
    }

    @Test
    void a_dialog_keeps_its_route() {
        world.sim().network().host("edge.example", alice.address());
        ClientMessage.Standing routed = new ClientMessage.Standing(
                standing(1).next().toBuilder()
                        .uri(Uri.parse("sip:alice@10.9.9.9"))
                        .add(HeaderName.ROUTE, "<sip:edge.example;lr>")
                        .build(),
                1);
        node.claims(DIALOG_ID, 2, routed);
        world.passes(A_MOMENT);
        alice.repliesTo(Methods.BYE, 200);
        String bye = node.sends(DIALOG_ID, Methods.BYE);
        world.passes(A_MOMENT);

        assertThat(node.sent(bye).message().header(HeaderName.ROUTE)).isEqualTo("<sip:edge.example;lr>");
        assertThat(((SipRequest) node.sent(bye).message()).uriText()).isEqualTo("sip:alice@10.9.9.9");
    }

    @Test
    void of_two_nodes_that_make_a_dialog_again_at_once_the_first_has_it() {
        ScriptedApplication other = world.node("desk", "desk-3");
        String one = node.claims(DIALOG_ID, 2, standing(1));
        String two = other.claims(DIALOG_ID, 2, standing(1));
        world.passes(A_MOMENT);

        assertThat(node.isAgreed(one)).isTrue();
        assertThat(other.refusal(two)).isEqualTo("dialog is held by another node under fence 2");
        ends();
    }

    @Test
    void a_request_that_was_shown_to_another_node_than_the_claimant_is_given_to_the_claimant() {
        aliceSends(fromAlice(Methods.INFO, 2));
        ScriptedApplication other = world.node("desk", "desk-3");
        other.on(Methods.INFO, i -> other.answers(i, 200));

        other.claims(DIALOG_ID, 2, standing(1));
        world.passes(A_MOMENT);
        alice.sees(200);
        String late = node.answers(given(Methods.INFO), 481);
        world.passes(A_MOMENT);

        assertThat(node.refusal(late)).isEqualTo("Response not sent due to unknown transaction");
        other.on(Methods.BYE, i -> other.answers(i, 200));
        aliceSends(fromAlice(Methods.BYE, 3));
        assertThat(other.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void a_request_that_a_node_was_shown_before_it_died_is_shown_to_another() {
        aliceSends(fromAlice(Methods.INFO, 2));
        ScriptedApplication other = world.node("desk", "desk-3");
        other.on(Methods.INFO, i -> other.answers(i, 481));

        node.dies();
        alice.sees(481);

        assertThat(other.requests(Methods.INFO).getFirst().dialogId()).isEqualTo(DIALOG_ID);
    }

    @Test
    void a_request_that_a_node_was_shown_before_it_died_is_refused_if_there_is_no_other() {
        aliceSends(fromAlice(Methods.INFO, 2));

        node.dies();
        alice.sees(481);
    }

    @Test
    void without_a_node_a_request_in_an_unknown_dialog_is_refused_at_once() {
        node.dies();
        world.application("info");

        aliceSends(fromAlice(Methods.INFO, 2));
        alice.sees(481);
    }

    @Test
    void an_ACK_or_PRACK_in_an_unknown_dialog_is_shown_to_nobody() {
        aliceSends(fromAlice(Methods.ACK, 2));
        aliceSends(fromAlice(Methods.PRACK, 3).add(HeaderName.RACK, "1 2 INVITE"));
        alice.sees(481);

        assertThat(node.requests(Methods.ACK)).isEmpty();
        assertThat(node.requests(Methods.PRACK)).isEmpty();
    }

    @Test
    void no_more_than_a_thousand_requests_wait_for_a_node_to_know_them() {
        EngineWorld small = new EngineWorld();
        ScriptedApplication slow = small.node("desk", "desk-9");
        Phone mallory = small.phone("mallory");
        for (int i = 0; i <= 1_000; i++) {
            mallory.sendsRaw(
                    small.address(), fromAlice(Methods.INFO, i + 1).build().toString());
        }
        small.passes(A_MOMENT);

        assertThat(slow.requests(Methods.INFO)).hasSize(1_000);
        assertThat(mallory.received().responses(503)).hasSize(1);
        slow.requests(Methods.INFO).forEach(info -> slow.answers(info, 481));
        small.comesToRest();
        small.close();
    }

    @Test
    void while_nobody_is_connected_requests_wait_two_seconds_and_are_told_to_come_again() {
        EngineWorld empty = new EngineWorld();
        Phone mallory = empty.phone("mallory");
        for (String method : List.of(Methods.INFO, Methods.PRACK, Methods.BYE)) {
            mallory.sendsRaw(empty.address(), fromAlice(method, 1).build().toString());
        }
        empty.passes(A_MOMENT);
        assertThat(mallory.received().responses(481)).hasSize(1);
        empty.passes(Duration.ofSeconds(2));
        assertThat(mallory.received().responses(481)).hasSize(2);
        assertThat(mallory.received().response(503).header(HeaderName.RETRY_AFTER))
                .isEqualTo("2");
        empty.comesToRest();
        empty.close();
    }

    @Test
    void a_claim_that_names_another_dialog_than_it_describes_is_refused() {
        String claim = node.claims(CALL_ID + ";from-tag=other", 2, standing(1));
        world.passes(A_MOMENT);

        assertThat(node.refusal(claim)).contains("is not of the request that says how the dialog stands");
    }

    @Test
    void a_claim_without_a_tag_of_ours_is_refused() {
        SipRequest untagged = standing(1).next().toBuilder()
                .set(HeaderName.FROM, "<sip:desk@engine.example>")
                .build();
        String claim = node.claims(DIALOG_ID, 2, new ClientMessage.Standing(untagged, 1));
        world.passes(A_MOMENT);

        assertThat(node.refusal(claim)).isEqualTo("a dialog without a tag of ours in From");
    }

    @Test
    void a_claim_that_cannot_be_read_is_refused() {
        SipRequest bad = standing(1).next().toBuilder()
                .set(HeaderName.CSEQ, "many OPTIONS")
                .build();
        String claim = node.claims(DIALOG_ID, 2, new ClientMessage.Standing(bad, 1));
        world.passes(A_MOMENT);

        assertThat(node.refusal(claim)).startsWith("invalid message: ");
    }

    @Test
    void a_dialog_that_is_known_by_another_name_is_not_made_twice() {
        agreed(2, 1);
        String claim = node.claims(CALL_ID + ";from-tag=ours", 3, standing(1));
        world.passes(A_MOMENT);

        assertThat(node.refusal(claim)).isEqualTo("the dialog is known here as " + DIALOG_ID);
        ends();
    }

    @Test
    void a_dialog_that_has_ended_is_not_made_again_from_a_record_that_was_not_deleted_in_time() {
        agreed(1, 1);
        ends();

        String claim = node.claims(DIALOG_ID, 2, standing(1));
        world.passes(A_MOMENT);

        assertThat(node.refusal(claim)).isEqualTo("Server error: unable to find dialog for dialog id provided");
    }

    @Test
    void an_INVITE_in_an_unknown_dialog_can_be_cancelled_while_the_node_looks_it_up() {
        aliceSends(fromAlice(Methods.INVITE, 2));
        aliceSends(fromAlice(Methods.CANCEL, 2)
                .set(HeaderName.VIA, "SIP/2.0/UDP " + host(alice) + ":5060;branch=z9hG4bKINVITE2;rport"));
        alice.sees(487);
        aliceSends(fromAlice(Methods.ACK, 2)
                .set(HeaderName.VIA, "SIP/2.0/UDP " + host(alice) + ":5060;branch=z9hG4bKINVITE2;rport"));

        assertThat(node.requests(Methods.CANCEL)).hasSize(1);
    }

    @Test
    void a_request_in_a_dialog_that_has_ended_here_gets_481_at_once() {
        agreed(1, 1);
        ends();

        aliceSends(fromAlice(Methods.INFO, 60));
        alice.sees(481);
        assertThat(node.requests(Methods.INFO)).isEmpty();
    }

    @Test
    void a_request_with_a_wrong_tag_in_a_call_that_is_known_here_gets_481_at_once() {
        agreed(1, 1);

        aliceSends(fromAlice(Methods.BYE, 2).set(HeaderName.TO, "<sip:desk@engine.example>;tag=wrong"));
        alice.sees(481);
        assertThat(node.requests(Methods.BYE)).isEmpty();
        ends();
    }
}
