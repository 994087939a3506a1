// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that are too large for a datagram (RFC 3261 §18.1.1). */
class LargeRequestsTest extends LayerFixture {
    private static SipRequest large(String method) {
        return Messages.outgoing(method).toBuilder()
                .add(HeaderName.of("X-Large"), "x".repeat(TransactionSettings.MAX_DATAGRAM_BYTES))
                .build();
    }

    @Test
    void a_large_request_goes_by_TCP() {
        stream = tcp;
        ClientTransaction transaction = layer.send(large("INVITE"), udp, user);

        assertThat(udp.log()).isEmpty();
        assertThat(tcp.log()).containsExactly("0 INVITE");
        assertThat(transaction.flow()).isEqualTo(tcp);
        assertThat(transaction.request().topVia().transport()).isEqualTo("TCP");
        assertThat(transaction.request().topVia().params().has("rport")).isFalse();
        receiveResponse(transaction, 486, "carol");
        assertThat(tcp.log()).containsExactly("0 INVITE", "0 ACK");
    }

    @Test
    void a_small_request_stays_with_UDP() {
        stream = tcp;
        layer.send(Messages.outgoing("OPTIONS"), udp, user);

        assertThat(tcp.log()).isEmpty();
        assertThat(udp.log()).contains("0 OPTIONS");
    }

    @Test
    void where_there_is_no_TCP_it_stays_with_UDP() {
        layer.send(large("OPTIONS"), udp, user);

        assertThat(udp.log()).contains("0 OPTIONS");
    }

    @Test
    void a_request_that_is_refused_by_TCP_goes_by_UDP_and_nobody_hears_of_it() {
        stream = tcp;
        tcp.fail(message -> true);
        ClientTransaction transaction = layer.send(large("INVITE"), udp, user);
        loop.runTasks();

        assertThat(user.take()).isEmpty();
        assertThat(transaction.flow()).isEqualTo(udp);
        assertThat(transaction.request().topVia().transport()).isEqualTo("UDP");
        loop.advance(500);
        assertThat(udp.log()).containsExactly("0 INVITE", "500 INVITE");
        receiveResponse(transaction, 200, "carol");
        assertThat(user.take()).containsExactly("response 200");
    }

    @Test
    void the_next_large_request_to_a_peer_without_TCP_goes_by_UDP_at_once_for_a_while() {
        stream = tcp;
        tcp.fail(message -> true);
        layer.send(large("OPTIONS"), udp, user);
        loop.runTasks();
        tcp.fail(message -> false);
        layer.send(large("OPTIONS"), udp, user);
        assertThat(tcp.log()).isEmpty();

        loop.advance(LargeRequests.REMEMBERED_MILLIS);
        layer.send(large("OPTIONS"), udp, user);
        assertThat(tcp.log()).hasSize(1);
    }

    @Test
    void a_CANCEL_that_waits_goes_the_way_of_its_INVITE() {
        stream = tcp;
        tcp.fail(message -> true);
        ClientTransaction transaction = layer.send(large("INVITE"), udp, user);
        transaction.cancel(List.of());
        loop.runTasks();
        receiveResponse(transaction, 180, "carol");

        assertThat(udp.log()).containsExactly("0 INVITE", "0 CANCEL");
        assertThat(((SipRequest) udp.sent().getLast().message()).topVia())
                .isEqualTo(transaction.request().topVia());
        receiveResponse(transaction, 487, "carol");
    }

    @Test
    void a_request_on_a_connection_that_closes_fails_at_once() {
        layer.send(Messages.outgoing("OPTIONS"), tcp, user);
        layer.closed(tcp, new IOException("closed"));

        assertThat(user.take()).containsExactly("client transport failed: closed", "client terminated");
    }

    @Test
    void an_INVITE_in_progress_outlives_a_connection_that_can_be_opened_again_but_no_other() {
        RecordingFlow browser = new RecordingFlow(loop, Protocol.TCP, RecordingFlow.PEER).endingWithConnection();
        ClientTransaction one = layer.send(Messages.outgoing("INVITE"), tcp, user);
        ClientTransaction two = layer.send(Messages.outgoing("INVITE"), browser, user);
        receiveResponse(one, 180, "carol");
        receiveResponse(two, 180, "carol");
        user.take();
        layer.closed(tcp, new IOException("closed"));
        layer.closed(browser, new IOException("closed"));

        assertThat(user.take()).containsExactly("client transport failed: closed", "client terminated");
        receiveResponse(one, 200, "carol");
        assertThat(user.take()).containsExactly("response 200");
    }
}
