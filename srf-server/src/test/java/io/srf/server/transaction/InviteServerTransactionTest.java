// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.junit.jupiter.api.Test;

class InviteServerTransactionTest extends LayerFixture {
    @Test
    void an_INVITE_that_the_user_does_not_answer_at_once_gets_a_100_without_a_To_tag() {
        receiveInvite();
        assertThat(udp.log()).containsExactly("0 100 INVITE");
        assertThat(udp.lastResponse().to().tag()).isNull();
    }

    @Test
    void an_INVITE_that_the_user_answers_at_once_gets_no_100() {
        user.onRequest = transaction -> answer(transaction, 486);
        receiveInvite();
        assertThat(udp.log()).containsExactly("0 486 INVITE");
    }

    @Test
    void a_repeated_INVITE_gets_the_last_provisional_response_again_and_the_user_hears_nothing() {
        SipRequest invite = receiveInvite();
        layer.received(invite, udp);
        answer(user.lastRequest(), 180);
        layer.received(invite, udp);
        assertThat(udp.take()).containsExactly("100 INVITE", "100 INVITE", "180 INVITE", "180 INVITE");
        assertThat(user.take()).containsExactly("request INVITE");
        assertThat(layer.counters().retransmissionsReceived()).isEqualTo(2);
        assertThat(layer.counters().retransmissionsSent()).isEqualTo(2);
    }

    @Test
    void a_failure_is_sent_again_at_intervals_up_to_T2_until_Timer_H_tells_the_user() {
        receiveInvite();
        udp.take();
        answer(user.lastRequest(), 486);
        loop.advance(40_000);
        assertThat(udp.times("486 INVITE"))
                .containsExactly(
                        0L, 500L, 1_500L, 3_500L, 7_500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L);
        assertThat(udp.sent())
                .allSatisfy(sent ->
                        assertThat(sent.bytes()).isSameAs(udp.sent().get(0).bytes()));
        assertThat(user.log()).containsExactly("0 request INVITE", "32000 server timeout", "32000 server terminated");
    }

    @Test
    void the_ACK_ends_repetitions_and_its_own_repetitions_are_absorbed_for_T4() {
        SipRequest invite = receiveInvite();
        SipResponse busy = answer(user.lastRequest(), 486);
        loop.advance(700);
        SipRequest ack = Messages.ackOfFailure(invite, busy);
        layer.received(ack, udp);
        loop.advance(4_999);
        layer.received(ack, udp);
        layer.received(invite, udp);
        loop.advance(1);
        assertThat(udp.times("486 INVITE")).containsExactly(0L, 500L);
        assertThat(user.log()).containsExactly("0 request INVITE", "5700 server terminated");
    }

    @Test
    void over_a_connection_a_failure_is_sent_once_and_the_ACK_ends_the_transaction_at_once() {
        SipRequest invite = Messages.request("INVITE", "z9hG4bKalice");
        layer.received(invite, tcp);
        SipResponse busy = answer(user.lastRequest(), 486);
        loop.advance(20_000);
        layer.received(Messages.ackOfFailure(invite, busy), tcp);
        assertThat(tcp.log()).containsExactly("0 100 INVITE", "0 486 INVITE");
        assertThat(layer.isEmpty()).isTrue();
        assertThat(loop.timersWaiting()).isZero();
    }

    @Test
    void over_a_connection_a_failure_without_ACK_ends_with_Timer_H() {
        layer.received(Messages.request("INVITE", "z9hG4bKalice"), tcp);
        answer(user.lastRequest(), 486);
        loop.advance(32_000);
        assertThat(user.log()).containsExactly("0 request INVITE", "32000 server timeout", "32000 server terminated");
    }

    @Test
    void after_a_2xx_repeated_INVITEs_are_absorbed_for_64_T1() {
        SipRequest invite = receiveInvite();
        answer(user.lastRequest(), 200);
        udp.take();
        loop.advance(31_999);
        layer.received(invite, udp);
        assertThat(udp.sent()).isEmpty();
        loop.advance(1);
        assertThat(user.log()).containsExactly("0 request INVITE", "32000 server terminated");
        layer.received(invite, udp);
        assertThat(user.log()).endsWith("32000 request INVITE");
        answer(user.lastRequest(), 486);
    }

    @Test
    void a_proxy_passes_on_each_2xx_and_nothing_else_after_the_first() {
        receiveInvite();
        ServerTransaction transaction = user.lastRequest();
        udp.take();
        SipResponse fromCarol = success(transaction, "carol");
        SipResponse fromDave = success(transaction, "dave");
        transaction.forward(fromCarol);
        transaction.forward(fromDave);
        transaction.forward(fromCarol);
        assertThat(answer(transaction, 486)).isNull();
        assertThat(answer(transaction, 180)).isNull();
        assertThat(udp.take()).containsExactly("200 INVITE", "200 INVITE", "200 INVITE");
    }

    private static SipResponse success(ServerTransaction transaction, String tag) {
        return transaction
                .request()
                .response(200, null)
                .set(HeaderName.TO, "<sip:bob@example.com>;tag=" + tag)
                .build();
    }

    @Test
    void a_proxy_passes_on_a_2xx_after_a_failure_which_is_repeated_all_the_same() {
        receiveInvite();
        ServerTransaction transaction = user.lastRequest();
        answer(transaction, 486);
        udp.take();
        transaction.forward(success(transaction, "carol"));
        loop.advance(500);
        assertThat(udp.take()).containsExactly("200 INVITE", "486 INVITE");
    }

    @Test
    void a_proxy_passes_on_a_2xx_when_the_transaction_is_over() {
        receiveInvite();
        ServerTransaction transaction = user.lastRequest();
        transaction.forward(success(transaction, "carol"));
        loop.advance(32_000);
        udp.take();
        transaction.forward(success(transaction, "carol"));
        assertThat(udp.take()).containsExactly("200 INVITE");
        assertThat(user.take()).containsExactly("request INVITE", "server terminated");
    }

    @Test
    void a_proxy_passes_on_no_late_2xx_to_other_requests() {
        layer.received(Messages.request("OPTIONS", "z9hG4bKalice"), udp);
        ServerTransaction transaction = user.lastRequest();
        answer(transaction, 486);
        transaction.forward(success(transaction, "carol"));
        assertThat(udp.take()).containsExactly("486 OPTIONS");
    }

    @Test
    void nothing_follows_a_failure() {
        receiveInvite();
        ServerTransaction transaction = user.lastRequest();
        SipResponse busy = answer(transaction, 486);
        assertThat(transaction.isAnswered()).isTrue();
        assertThat(transaction.respond(busy)).isNull();
        assertThat(answer(transaction, 200)).isNull();
        assertThat(answer(transaction, 180)).isNull();
        assertThat(udp.take()).containsExactly("100 INVITE", "486 INVITE");
    }

    @Test
    void an_ACK_with_the_branch_of_an_accepted_INVITE_goes_to_the_user() {
        SipRequest invite = receiveInvite();
        SipResponse ok = answer(user.lastRequest(), 200);
        layer.received(Messages.ackOfFailure(invite, ok), udp);
        layer.received(Messages.ackOfFailure(invite, ok), udp);
        assertThat(user.take()).containsExactly("request INVITE", "ack", "ack");
    }

    @Test
    void an_ACK_with_a_branch_of_its_own_goes_to_the_user() {
        layer.received(Messages.request("ACK", "z9hG4bKother"), udp);
        assertThat(user.take()).containsExactly("ack");
        assertThat(udp.sent()).isEmpty();
    }

    @Test
    void an_ACK_before_any_final_response_is_ignored() {
        SipRequest invite = receiveInvite();
        layer.received(Messages.ackOfFailure(invite, udp.lastResponse()), udp);
        assertThat(user.take()).containsExactly("request INVITE");
        answer(user.lastRequest(), 486);
    }

    @Test
    void responses_get_one_To_tag_of_the_transactions_own() {
        receiveInvite();
        ServerTransaction transaction = user.lastRequest();
        answer(transaction, 180);
        answer(transaction, 486);
        assertThat(udp.sent().get(1).message().to().tag()).isEqualTo(transaction.toTag());
        assertThat(udp.sent().get(2).message().to().tag()).isEqualTo(transaction.toTag());
        assertThat(udp.lastResponse().header(HeaderName.TO))
                .isEqualTo("<sip:bob@example.com>;tag=" + transaction.toTag());
    }

    @Test
    void an_INVITE_that_nobody_ever_answers_gets_a_408() {
        receiveInvite();
        loop.advance(TimerValues.ANSWER_INVITE);
        assertThat(user.log()).containsExactly("0 request INVITE", "3600000 server timeout");
        assertThat(udp.log()).containsExactly("0 100 INVITE", "3600000 408 INVITE");
    }

    @Test
    void a_user_who_answers_when_told_that_it_is_late_chooses_the_answer() {
        user.onTimeout = transaction -> answer(transaction, 480);
        receiveInvite();
        loop.advance(TimerValues.ANSWER_INVITE);
        assertThat(udp.log()).containsExactly("0 100 INVITE", "3600000 480 INVITE");
    }

    @Test
    void the_id_of_the_transaction_names_its_shard() {
        receiveInvite();
        assertThat(Ids.shardOf(user.lastRequest().id())).isEqualTo(7);
    }
}
