// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.junit.jupiter.api.Test;

class InviteClientTransactionTest extends LayerFixture {
    private ClientTransaction invite() {
        return layer.send(Messages.outgoing("INVITE"), udp, user);
    }

    @Test
    void an_INVITE_is_sent_again_at_doubling_intervals_until_Timer_B_ends_it() {
        invite();
        loop.advance(40_000);
        assertThat(udp.times("INVITE")).containsExactly(0L, 500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L);
        assertThat(user.log()).containsExactly("32000 client timeout", "32000 client terminated");
        assertThat(layer.isEmpty()).isTrue();
    }

    @Test
    void every_repetition_is_the_same_bytes() {
        invite();
        loop.advance(2_000);
        assertThat(udp.sent())
                .hasSize(3)
                .allSatisfy(sent ->
                        assertThat(sent.bytes()).isSameAs(udp.sent().get(0).bytes()));
        assertThat(layer.counters().retransmissionsSent()).isEqualTo(2);
    }

    @Test
    void over_a_connection_an_INVITE_is_sent_once_and_Timer_B_still_ends_it() {
        layer.send(Messages.outgoing("INVITE"), tcp, user);
        loop.advance(40_000);
        assertThat(tcp.log()).containsExactly("0 INVITE");
        assertThat(user.log()).containsExactly("32000 client timeout", "32000 client terminated");
    }

    @Test
    void the_Via_on_top_is_the_engines() {
        ClientTransaction transaction = invite();
        assertThat(udp.lastRequest().topVia().toString()).startsWith("SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK");
        assertThat(transaction.request()).isEqualTo(udp.lastRequest());
    }

    @Test
    void a_provisional_response_ends_repetitions_and_Timer_B() {
        ClientTransaction transaction = invite();
        loop.advance(600);
        receiveResponse(transaction, 100, "carol");
        loop.advance(100_000);
        assertThat(udp.times("INVITE")).containsExactly(0L, 500L);
        receiveResponse(transaction, 180, "carol");
        receiveResponse(transaction, 486, "carol");
        assertThat(user.take()).containsExactly("response 100", "response 180", "response 486");
        assertThat(transaction.isAnswered()).isTrue();
    }

    @Test
    void the_ACK_of_a_failure_is_made_from_the_INVITE_and_the_To_of_the_response() {
        SipRequest request = Messages.outgoing("INVITE").toBuilder()
                .add(HeaderName.ROUTE, "<sip:proxy1.example.com;lr>")
                .add(HeaderName.ROUTE, "<sip:proxy2.example.com;lr>")
                .add(HeaderName.PROXY_AUTHORIZATION, "Digest username=\"bob\"")
                .build();
        ClientTransaction transaction = layer.send(request, udp, user);
        receiveResponse(transaction, 486, "carol");
        assertThat(udp.lastRequest().toString())
                .isEqualTo("ACK sip:carol@198.51.100.7:5071 SIP/2.0\r\n"
                        + "Via: " + transaction.request().topVia() + "\r\n"
                        + "Max-Forwards: 70\r\n"
                        + "Route: <sip:proxy1.example.com;lr>\r\n"
                        + "Route: <sip:proxy2.example.com;lr>\r\n"
                        + "From: <sip:bob@example.com>;tag=bob\r\n"
                        + "To: <sip:carol@example.com>;tag=carol\r\n"
                        + "Call-ID: call-2\r\n"
                        + "CSeq: 3 ACK\r\n"
                        + "Proxy-Authorization: Digest username=\"bob\"\r\n"
                        + "Content-Length: 0\r\n\r\n");
    }

    @Test
    void each_repetition_of_a_failure_is_acknowledged_with_the_same_bytes_and_not_delivered_again() {
        ClientTransaction transaction = invite();
        receiveResponse(transaction, 486, "carol");
        loop.advance(500);
        receiveResponse(transaction, 486, "carol");
        loop.advance(31_499);
        receiveResponse(transaction, 486, "carol");
        assertThat(udp.times("ACK")).containsExactly(0L, 500L, 31_999L);
        assertThat(udp.sent().get(1).bytes()).isSameAs(udp.sent().get(3).bytes());
        assertThat(user.take()).containsExactly("response 486");
        assertThat(layer.counters().retransmissionsReceived()).isEqualTo(2);
        loop.advance(1);
        assertThat(user.log()).containsExactly("32000 client terminated");
    }

    @Test
    void over_a_connection_a_failure_is_acknowledged_and_the_transaction_over_at_once() {
        ClientTransaction transaction = layer.send(Messages.outgoing("INVITE"), tcp, user);
        receiveResponse(transaction, 603, "carol");
        assertThat(tcp.take()).containsExactly("INVITE", "ACK");
        assertThat(user.take()).containsExactly("response 603", "client terminated");
        assertThat(loop.timersWaiting()).isZero();
    }

    @Test
    void every_2xx_goes_to_the_user_for_64_T1_and_none_is_acknowledged_here() {
        ClientTransaction transaction = invite();
        receiveResponse(transaction, 200, "carol");
        loop.advance(500);
        receiveResponse(transaction, 200, "carol");
        loop.advance(31_499);
        receiveResponse(transaction, 200, "carol");
        loop.advance(1);
        assertThat(user.log())
                .containsExactly("0 response 200", "500 response 200", "31999 response 200", "32000 client terminated");
        assertThat(udp.take()).containsExactly("INVITE");
    }

    @Test
    void a_2xx_from_another_fork_goes_to_the_user() {
        ClientTransaction transaction = invite();
        receiveResponse(transaction, 200, "carol");
        receiveResponse(transaction, 200, "dave");
        assertThat(user.responses().stream().map(each -> each.to().tag())).containsExactly("carol", "dave");
    }

    @Test
    void a_failure_after_a_2xx_is_ignored() {
        ClientTransaction transaction = invite();
        receiveResponse(transaction, 200, "carol");
        receiveResponse(transaction, 486, "dave");
        receiveResponse(transaction, 180, "dave");
        assertThat(user.take()).containsExactly("response 200");
        assertThat(udp.take()).containsExactly("INVITE");
    }

    @Test
    void a_2xx_after_a_failure_is_a_stray() {
        ClientTransaction transaction = invite();
        receiveResponse(transaction, 486, "carol");
        receiveResponse(transaction, 200, "dave");
        assertThat(user.take()).containsExactly("response 486", "stray 200");
    }

    @Test
    void a_2xx_after_the_end_is_a_stray() {
        ClientTransaction transaction = invite();
        receiveResponse(transaction, 200, "carol");
        loop.advance(32_000);
        receiveResponse(transaction, 200, "carol");
        assertThat(user.take()).containsExactly("response 200", "client terminated", "stray 200");
        assertThat(layer.counters().strayResponses()).isEqualTo(1);
    }

    @Test
    void a_response_with_the_branch_but_another_method_is_a_stray() {
        ClientTransaction transaction = invite();
        SipResponse response = Messages.response(transaction.request(), 200, "carol").toBuilder()
                .set(HeaderName.CSEQ, "3 OPTIONS")
                .build();
        layer.received(response, udp);
        assertThat(user.take()).containsExactly("stray 200");
    }

    @Test
    void an_INVITE_that_rings_for_ever_is_cancelled_when_Timer_C_fires() {
        ClientTransaction transaction = invite();
        receiveResponse(transaction, 180, "carol");
        loop.advance(TimerValues.C - 1);
        receiveResponse(transaction, 180, "carol");
        receiveResponse(transaction, 100, "carol");
        loop.advance(TimerValues.C - 1);
        assertThat(udp.take()).containsExactly("INVITE");
        loop.advance(1);
        assertThat(udp.take()).containsExactly("CANCEL");
        assertThat(transaction.isCancelled()).isTrue();
    }

    @Test
    void the_id_of_the_transaction_names_its_shard() {
        assertThat(Ids.shardOf(invite().id())).isEqualTo(7);
    }

    @Test
    void the_ACK_of_a_2xx_is_sent_without_a_transaction_and_again_with_the_same_bytes() {
        SipRequest sent = layer.sendAck(Messages.outgoing("ACK"), udp);
        layer.repeatAck(sent, udp);
        assertThat(sent.topVia().branch()).startsWith("z9hG4bK");
        assertThat(udp.log()).containsExactly("0 ACK", "0 ACK");
        assertThat(udp.sent().get(0).bytes()).isSameAs(udp.sent().get(1).bytes());
        assertThat(layer.isEmpty()).isTrue();
    }
}
