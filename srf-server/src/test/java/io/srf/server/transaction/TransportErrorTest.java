// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportErrorTest extends LayerFixture {
    @Test
    void an_INVITE_that_cannot_be_sent_ends_and_its_user_is_told_later_and_once() {
        udp.fail(message -> true);
        layer.send(Messages.outgoing("INVITE"), udp, user);
        assertThat(user.log()).isEmpty();
        loop.runTasks();
        assertThat(user.take()).containsExactly("client transport failed: connection refused", "client terminated");
        assertThat(layer.counters().transportFailures()).isEqualTo(1);
        assertThat(layer.isEmpty()).isTrue();
    }

    @Test
    void a_repetition_that_cannot_be_sent_ends_a_request() {
        layer.send(Messages.outgoing("OPTIONS"), udp, user);
        udp.fail(message -> true);
        loop.advance(500);
        assertThat(user.log())
                .containsExactly("500 client transport failed: connection refused", "500 client terminated");
    }

    @Test
    void an_ACK_of_a_failure_that_cannot_be_sent_ends_the_transaction() {
        ClientTransaction transaction = layer.send(Messages.outgoing("INVITE"), udp, user);
        udp.fail(message -> true);
        receiveResponse(transaction, 486, "carol");
        loop.runTasks();
        assertThat(user.take())
                .containsExactly("response 486", "client transport failed: connection refused", "client terminated");
    }

    @Test
    void an_error_that_is_reported_after_a_response_came_is_ignored() {
        udp.fail(message -> true);
        ClientTransaction transaction = layer.send(Messages.outgoing("INVITE"), udp, user);
        receiveResponse(transaction, 180, "carol");
        loop.runTasks();
        receiveResponse(transaction, 200, "carol");
        assertThat(user.take()).containsExactly("response 180", "response 200");
    }

    @Test
    void an_INVITE_goes_on_when_a_response_to_it_cannot_be_sent() {
        SipRequest invite = receiveInvite();
        udp.fail(message -> true);
        SipResponse busy = answer(user.lastRequest(), 486);
        loop.runTasks();
        udp.fail(message -> false);
        loop.advance(500);
        layer.received(Messages.ackOfFailure(invite, busy), udp);
        loop.advance(5_000);
        assertThat(udp.log()).containsExactly("0 100 INVITE", "500 486 INVITE");
        assertThat(user.log())
                .containsExactly(
                        "0 request INVITE", "0 server transport failed: connection refused", "5500 server terminated");
    }

    @Test
    void a_2xx_that_comes_too_late_for_its_transaction_finds_another_way_too() {
        layer.received(Messages.request("INVITE", "z9hG4bKalice"), tcp);
        answer(user.lastRequest(), 486);
        RecordingFlow other = RecordingFlow.tcp(loop);
        sentBy = List.of(other);
        tcp.fail(message -> true);
        user.lastRequest().forward(okOf(user.lastRequest()));
        loop.runTasks();
        assertThat(other.take()).containsExactly("200 INVITE");
        other.fail(message -> true);
        user.lastRequest().forward(okOf(user.lastRequest()));
        loop.runTasks();
        assertThat(layer.counters().transportFailures()).isEqualTo(1);
    }

    @Test
    void a_2xx_that_cannot_be_sent_is_tried_again() {
        receiveInvite();
        udp.fail(message -> true);
        user.lastRequest().respondUntilAcknowledged(okOf(user.lastRequest()));
        udp.fail(message -> false);
        loop.advance(500);
        assertThat(udp.log()).containsExactly("0 100 INVITE", "500 200 INVITE");
        user.lastRequest().acknowledged();
    }

    @Test
    void another_request_ends_when_its_response_cannot_be_sent() {
        layer.received(Messages.request("OPTIONS", "z9hG4bKalice"), udp);
        udp.fail(message -> true);
        answer(user.lastRequest(), 200);
        loop.runTasks();
        assertThat(user.take())
                .containsExactly("request OPTIONS", "server transport failed: connection refused", "server terminated");
    }

    @Test
    void when_a_connection_is_lost_its_response_goes_to_where_the_sender_listens() {
        layer.received(Messages.request("INVITE", "SIP/2.0/TCP 198.51.100.7:5060;branch=z9hG4bKx", "call-1"), tcp);
        tcp.fail(message -> true);
        ServerTransaction transaction = user.lastRequest();
        transaction.respondUntilAcknowledged(okOf(transaction));
        loop.advance(500);
        RecordingFlow back = beside(Protocol.TCP, new InetSocketAddress("198.51.100.7", 5060));
        assertThat(back.log()).containsExactly("0 200 INVITE", "500 200 INVITE");
        assertThat(user.take()).containsExactly("request INVITE");
        transaction.acknowledged();
    }

    @Test
    void when_that_fails_too_the_user_is_told() {
        layer.received(Messages.request("INVITE", "SIP/2.0/TCP 198.51.100.7:5060;branch=z9hG4bKx", "call-1"), tcp);
        tcp.fail(message -> true);
        beside(Protocol.TCP, new InetSocketAddress("198.51.100.7", 5060)).fail(message -> true);
        answer(user.lastRequest(), 486);
        loop.runTasks();
        assertThat(user.take()).containsExactly("request INVITE", "server transport failed: connection refused");
    }

    @Test
    void the_final_response_over_a_lost_connection_is_sent_again_although_its_transaction_is_over() {
        layer.received(Messages.request("OPTIONS", "SIP/2.0/TCP 198.51.100.7:5060;branch=z9hG4bKx", "call-1"), tcp);
        tcp.fail(message -> true);
        answer(user.lastRequest(), 200);
        loop.runTasks();
        assertThat(beside(Protocol.TCP, new InetSocketAddress("198.51.100.7", 5060))
                        .take())
                .containsExactly("200 OPTIONS");
    }

    @Test
    void a_sender_that_listens_where_it_connected_from_is_connected_to() {
        tcp.endingWithConnection();
        layer.received(Messages.request("OPTIONS", "SIP/2.0/TCP 198.51.100.7:5071;branch=z9hG4bKx", "call-1"), tcp);
        tcp.fail(message -> true);
        answer(user.lastRequest(), 200);
        loop.runTasks();
        assertThat(beside(Protocol.TCP, RecordingFlow.PEER).take()).containsExactly("200 OPTIONS");
    }

    @Test
    void when_the_sender_does_not_listen_its_response_goes_to_where_its_name_leads() {
        RecordingFlow first = beside(Protocol.TCP, new InetSocketAddress("203.0.113.1", 5060));
        RecordingFlow second = beside(Protocol.TCP, new InetSocketAddress("203.0.113.2", 5060));
        sentBy = List.of(first, second);
        first.fail(message -> true);
        beside(Protocol.TCP, new InetSocketAddress("198.51.100.7", 5060)).fail(message -> true);
        layer.received(Messages.request("INVITE", "SIP/2.0/TCP pc.example.com;branch=z9hG4bKx", "call-1"), tcp);
        tcp.fail(message -> true);
        ServerTransaction transaction = user.lastRequest();
        transaction.respondUntilAcknowledged(okOf(transaction));
        loop.advance(500);
        assertThat(second.log()).containsExactly("0 200 INVITE", "500 200 INVITE");
        assertThat(user.take()).containsExactly("request INVITE");
        transaction.acknowledged();
    }

    @Test
    void when_all_these_fail_the_user_is_told_once() {
        sentBy = List.of(
                beside(Protocol.TCP, new InetSocketAddress("203.0.113.1", 5060)),
                beside(Protocol.TCP, new InetSocketAddress("198.51.100.7", 5060)));
        besides.values().forEach(flow -> flow.fail(message -> true));
        layer.received(Messages.request("INVITE", "SIP/2.0/TCP pc.example.com;branch=z9hG4bKx", "call-1"), tcp);
        tcp.fail(message -> true);
        answer(user.lastRequest(), 486);
        loop.runTasks();
        assertThat(user.take()).containsExactly("request INVITE", "server transport failed: connection refused");
    }

    @Test
    void a_datagram_that_cannot_be_sent_back_goes_to_where_the_senders_name_leads() {
        RecordingFlow found = beside(Protocol.UDP, new InetSocketAddress("203.0.113.1", 5060));
        sentBy = List.of(found);
        layer.received(Messages.request("OPTIONS", "SIP/2.0/UDP pc.example.com;rport;branch=z9hG4bKx", "call-1"), udp);
        udp.fail(message -> true);
        answer(user.lastRequest(), 200);
        loop.runTasks();
        assertThat(found.take()).containsExactly("200 OPTIONS");
    }

    private static SipResponse okOf(ServerTransaction transaction) {
        return transaction.request().response(200, null).build();
    }
}
