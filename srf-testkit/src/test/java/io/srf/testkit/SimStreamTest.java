// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimStreamTest {
    private static final InetSocketAddress A = new InetSocketAddress("192.0.2.1", 5060);
    private static final InetSocketAddress B = new InetSocketAddress("192.0.2.2", 5060);

    private final VirtualTime time = new VirtualTime();
    private final SimNetwork network = new SimNetwork(time, 7);
    private final Network a = network.engineNetwork("a", A, Protocol.UDP, Protocol.TCP);
    private final Network b = network.engineNetwork("b", B, Protocol.TCP);
    private final List<String> heard = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();

    SimStreamTest() {
        a.open((message, flow) -> heard("a", message, flow));
        b.open((message, flow) -> heard("b", message, flow));
    }

    @AfterEach
    void nothing_is_left_over() {
        network.release();
        network.heal();
        time.runUntilIdle();
    }

    private void heard(String who, byte[] message, Flow flow) {
        String text = new String(message, StandardCharsets.UTF_8);
        heard.add(who + ' ' + text.strip() + " @" + time.elapsed().toMillis());
        flows.add(flow);
    }

    private void send(Flow flow, String text) {
        flow.send(
                (text + "\r\n\r\n").getBytes(StandardCharsets.UTF_8),
                failure -> heard.add("failed: " + failure.getMessage()));
    }

    @Test
    void a_connection_that_is_broken_off_is_over_for_one_side_and_opened_anew_by_the_other() {
        Flow there = a.flowTo(Protocol.TCP, B);
        send(there, "one");
        time.runUntilIdle();
        Flow back = flows.getFirst();
        assertThat(back.isOpen()).isTrue();
        network.disconnect(A);
        time.runUntilIdle();
        assertThat(back.isOpen()).isFalse();
        assertThat(there.isOpen()).isTrue();

        send(there, "two");
        time.runUntilIdle();
        assertThat(heard).hasSize(2);
        assertThat(flows.getLast().serial()).isNotEqualTo(back.serial());
    }

    @Test
    void a_connection_opens_with_the_first_message_after_a_round_trip() {
        Flow flow = a.flowTo(Protocol.TCP, B);
        time.runUntilIdle();
        assertThat(network.trace().packets()).isEmpty();
        send(flow, "one");
        send(flow, "two");
        time.runUntilIdle();

        assertThat(heard).containsExactly("b one @30", "b two @30");
    }

    @Test
    void the_answer_takes_the_same_connection() {
        Flow flow = a.flowTo(Protocol.TCP, B);
        send(flow, "hello");
        time.runUntilIdle();
        Flow back = flows.getFirst();
        send(back, "hello yourself");
        time.runUntilIdle();

        assertThat(heard).containsExactly("b hello @30", "a hello yourself @40");
        assertThat(flows.get(1)).isSameAs(flow).isEqualTo(a.flowTo(Protocol.TCP, B));
        assertThat(back.local()).isEqualTo(B);
        assertThat(back.remote()).isEqualTo(new InetSocketAddress("192.0.2.1", 49_152));
        assertThat(b.flowTo(Protocol.TCP, back.remote())).isEqualTo(back);
        assertThat(network.trace().nameOf(back.remote())).isEqualTo("a");
        assertThat(flow.local()).isEqualTo(A);
    }

    @Test
    void what_is_written_arrives_once_and_in_order_whatever_the_will() {
        network.will(Will.GOOD
                .withJitter(Duration.ofMillis(100))
                .withLoss(0.5)
                .withDuplication(0.5)
                .withReordering(0.5));
        Flow flow = a.flowTo(Protocol.TCP, B);
        for (int i = 0; i < 50; i++) {
            send(flow, "m" + i);
            time.advance(Duration.ofMillis(5));
        }
        time.runUntilIdle();

        List<String> texts = heard.stream()
                .map(line -> line.substring(2, line.indexOf(" @")))
                .toList();
        assertThat(texts)
                .hasSize(50)
                .startsWith("m0", "m1", "m2")
                .endsWith("m48", "m49")
                .doesNotHaveDuplicates();
    }

    @Test
    void what_is_written_after_a_held_packet_waits_behind_it() {
        Flow flow = a.flowTo(Protocol.TCP, B);
        Hold hold = network.hold(packet -> new String(packet.bytes(), StandardCharsets.UTF_8).startsWith("two"));
        send(flow, "one");
        send(flow, "two");
        send(flow, "three");
        time.advance(Duration.ofSeconds(1));
        assertThat(heard).containsExactly("b one @30");

        hold.release();
        time.runUntilIdle();
        assertThat(heard).containsExactly("b one @30", "b two @1000", "b three @1010");
    }

    @Test
    void over_a_partition_an_open_stream_waits() {
        Flow flow = a.flowTo(Protocol.TCP, B);
        send(flow, "one");
        time.runUntilIdle();
        network.partition(B);
        send(flow, "two");
        time.advance(Duration.ofMinutes(1));
        assertThat(heard).hasSize(1);

        network.heal();
        time.runUntilIdle();
        assertThat(heard).containsExactly("b one @30", "b two @60040");
    }

    @Test
    void over_a_partition_connecting_times_out() {
        network.partition(B);
        send(a.flowTo(Protocol.TCP, B), "one");
        time.runUntilIdle();

        assertThat(time.elapsed()).isEqualTo(StreamEnd.CONNECT_TIMEOUT);
        assertThat(heard).containsExactly("failed: connecting to 192.0.2.2:5060 timed out");
    }

    @Test
    void a_connection_to_nobody_is_refused_and_the_next_message_tries_again() {
        InetSocketAddress late = new InetSocketAddress("192.0.2.3", 5060);
        send(a.flowTo(Protocol.TCP, late), "one");
        time.runUntilIdle();
        assertThat(heard).containsExactly("failed: connection refused: nobody listens at tcp 192.0.2.3:5060");

        network.engineNetwork("late", late, Protocol.TCP).open((message, flow) -> heard("late", message, flow));
        send(a.flowTo(Protocol.TCP, late), "two");
        time.runUntilIdle();
        assertThat(heard).element(1).isEqualTo("late two @50");
    }

    @Test
    void a_closed_end_is_noticed_after_what_was_sent_before() {
        Flow flow = a.flowTo(Protocol.TCP, B);
        send(flow, "one");
        time.runUntilIdle();
        Flow back = flows.getFirst();
        send(flow, "last");
        a.close();
        send(back, "on its way");
        time.runUntilIdle();
        send(back, "too late");

        assertThat(heard)
                .containsExactly("b one @30", "b last @40", "failed: the connection to 192.0.2.1:49152 is closed");
        send(flow, "mine");
        assertThat(heard).last().isEqualTo("failed: the connection to 192.0.2.2:5060 is closed");
    }

    @Test
    void a_flow_to_a_peer_opens_another_connection_when_the_last_has_closed() {
        Flow flow = a.flowTo(Protocol.TCP, B);
        send(flow, "one");
        time.runUntilIdle();
        b.close();
        time.runUntilIdle();
        network.engineNetwork("b", B, Protocol.TCP).open((message, over) -> heard("b", message, over));
        send(flow, "two");
        time.runUntilIdle();

        assertThat(heard).containsExactly("b one @30", "b two @70");
        assertThat(flows.get(1)).isNotEqualTo(flows.get(0));
        assertThat(flows.get(1).remote().getPort()).isEqualTo(49_153);
    }

    @Test
    void a_close_during_a_partition_is_noticed_after_it() {
        send(a.flowTo(Protocol.TCP, B), "one");
        time.runUntilIdle();
        network.partition(A);
        a.close();
        time.advance(Duration.ofMinutes(1));
        send(flows.getFirst(), "into the dark");
        assertThat(heard).hasSize(1);

        network.heal();
        time.runUntilIdle();
        send(flows.getFirst(), "back");
        assertThat(heard).last().asString().startsWith("failed");
    }

    @Test
    void two_connections_are_two_flows() {
        send(a.flowTo(Protocol.TCP, B), "there");
        send(b.flowTo(Protocol.TCP, A), "back");
        time.runUntilIdle();

        assertThat(flows).hasSize(2).doesNotHaveDuplicates();
        assertThat(a.flowTo(Protocol.TCP, B)).isNotEqualTo(flows.get(1));
    }

    @Test
    void a_message_without_end_closes_the_connection() {
        Flow flow = a.flowTo(Protocol.TCP, B);
        flow.send(new byte[StreamFramer.MAX_BYTES], failure -> {});
        flow.send("x".getBytes(StandardCharsets.UTF_8), failure -> {});
        time.runUntilIdle();
        assertThat(heard).isEmpty();
        send(flow, "another connection");
        time.runUntilIdle();

        assertThat(heard).singleElement().asString().startsWith("b another connection");
    }
}
