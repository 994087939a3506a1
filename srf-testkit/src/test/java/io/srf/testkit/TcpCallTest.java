// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpCallTest {
    private final SimWorld world = SimWorld.seeded(1);
    private final Phone alice = world.phone("alice", Protocol.TCP);
    private final Phone bob = world.phone("bob", Protocol.TCP);

    @AfterEach
    void nothing_is_left_over() {
        try (world) {
            world.comesToRest();
        }
    }

    @Test
    void a_call_over_TCP_sends_nothing_twice_but_the_200() {
        alice.calls(bob).sees(100);
        Hold ack = world.network().hold(packet -> packet.isRequest("ACK"));
        bob.answers();
        alice.sees(200).sees(200);
        ack.release();
        bob.isInCall().hangsUp();
        alice.isIdle();

        assertThat(alice.sent().requests("INVITE")).hasSize(1);
        assertThat(alice.sent().request("INVITE").topVia().transport()).isEqualTo("TCP");
        assertThat(alice.sent().request("INVITE").contacts().getFirst().uri())
                .hasToString("sip:alice@198.18.0.1:5060;transport=tcp");
    }

    @Test
    void a_refused_connection_is_a_503() {
        alice.calls("sip:nobody@192.0.2.77:5060").sees(503).isIdle();

        assertThat(world.time().elapsed()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void transactions_over_TCP_end_at_once() {
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(200);
        world.time().advance(Duration.ofMillis(1));

        assertThat(alice.leftovers()).isEmpty();
        assertThat(bob.leftovers()).isEmpty();
    }

    @Test
    void two_messages_in_one_piece_and_one_in_two_are_all_heard() {
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(200);
        String options = alice.sent().request("OPTIONS").toString();
        String second = options.replace("alice-1", "alice-b");
        String third = options.replace("alice-1", "alice-c");
        alice.sendsRaw(bob.address(), second + third.substring(0, 50));
        alice.sees(200);
        alice.sendsRaw(bob.address(), third.substring(50)).sees(200);

        assertThat(bob.received().requests("OPTIONS"))
                .extracting(SipRequest::callId)
                .hasSize(3);
    }
}
