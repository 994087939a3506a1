// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipRequest;
import org.junit.jupiter.api.Test;

class NonInviteServerTransactionTest extends LayerFixture {
    private SipRequest receiveOptions() {
        SipRequest options = Messages.request("OPTIONS", "z9hG4bKalice");
        layer.received(options, udp);
        return options;
    }

    @Test
    void no_100_is_sent_and_a_repetition_before_any_response_is_ignored() {
        SipRequest options = receiveOptions();
        layer.received(options, udp);
        assertThat(udp.sent()).isEmpty();
        assertThat(user.take()).containsExactly("request OPTIONS");
        answer(user.lastRequest(), 200);
    }

    @Test
    void a_repetition_gets_the_last_response_again_as_the_same_bytes() {
        SipRequest options = receiveOptions();
        answer(user.lastRequest(), 100);
        layer.received(options, udp);
        answer(user.lastRequest(), 200);
        layer.received(options, udp);
        assertThat(udp.log()).containsExactly("0 100 OPTIONS", "0 100 OPTIONS", "0 200 OPTIONS", "0 200 OPTIONS");
        assertThat(udp.sent().get(2).bytes()).isSameAs(udp.sent().get(3).bytes());
    }

    @Test
    void the_response_is_kept_for_64_T1() {
        SipRequest options = receiveOptions();
        answer(user.lastRequest(), 200);
        loop.advance(31_999);
        layer.received(options, udp);
        loop.advance(1);
        assertThat(udp.log()).containsExactly("0 200 OPTIONS", "31999 200 OPTIONS");
        assertThat(user.log()).containsExactly("0 request OPTIONS", "32000 server terminated");
    }

    @Test
    void over_a_connection_the_transaction_is_over_with_its_response() {
        layer.received(Messages.request("OPTIONS", "z9hG4bKalice"), tcp);
        answer(user.lastRequest(), 200);
        assertThat(user.take()).containsExactly("request OPTIONS", "server terminated");
        assertThat(loop.timersWaiting()).isZero();
    }

    @Test
    void a_second_final_response_is_refused() {
        receiveOptions();
        answer(user.lastRequest(), 200);
        assertThat(answer(user.lastRequest(), 500)).isNull();
        assertThat(udp.log()).containsExactly("0 200 OPTIONS");
    }

    @Test
    void a_request_that_nobody_answers_ends_without_an_answer_when_its_client_has_given_up() {
        receiveOptions();
        loop.advance(32_000);
        assertThat(user.log()).containsExactly("0 request OPTIONS", "32000 server timeout", "32000 server terminated");
        assertThat(udp.sent()).isEmpty();
        assertThat(answer(user.lastRequest(), 200)).isNull();
    }

    @Test
    void an_ACK_with_its_branch_belongs_to_no_transaction() {
        receiveOptions();
        layer.received(Messages.request("ACK", "z9hG4bKalice"), udp);
        assertThat(user.take()).containsExactly("request OPTIONS", "ack");
    }
}
