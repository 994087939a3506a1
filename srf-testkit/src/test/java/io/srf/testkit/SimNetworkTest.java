// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimNetworkTest {
    private static final InetSocketAddress A = new InetSocketAddress("192.0.2.1", 5060);
    private static final InetSocketAddress B = new InetSocketAddress("192.0.2.2", 5060);

    private final VirtualTime time = new VirtualTime();
    private final SimNetwork network = new SimNetwork(time, 7);
    private final Network a = network.engineNetwork("a", A, Protocol.UDP);
    private final Network b = network.engineNetwork("b", B, Protocol.UDP);
    private final List<String> heard = new ArrayList<>();

    SimNetworkTest() {
        a.open((message, flow) -> heard("a", message));
        b.open((message, flow) -> heard("b", message));
    }

    @AfterEach
    void nothing_is_left_over() {
        network.release();
        time.runUntilIdle();
    }

    private void heard(String who, byte[] message) {
        heard.add(who + ' ' + new String(message, StandardCharsets.UTF_8) + " @"
                + time.elapsed().toMillis());
    }

    private void send(Network from, InetSocketAddress to, String text) {
        from.flowTo(Protocol.UDP, to).send(text.getBytes(StandardCharsets.UTF_8), failure -> heard.add("failed"));
    }

    private int arrivalsOf(int count, Will will) {
        network.will(will);
        for (int i = 0; i < count; i++) {
            send(a, B, "m" + i);
        }
        time.runUntilIdle();
        return heard.size();
    }

    @Test
    void a_datagram_arrives_after_the_delay_of_its_direction() {
        network.will(B, A, Will.GOOD.withDelay(Duration.ofMillis(70)));
        send(a, B, "there");
        send(b, A, "back");
        time.runUntilIdle();

        assertThat(heard).containsExactly("b there @10", "a back @70");
    }

    @Test
    void jitter_spreads_the_delay() {
        arrivalsOf(200, Will.GOOD.withJitter(Duration.ofMillis(50)));

        assertThat(network.trace().packets())
                .allSatisfy(traced -> assertThat(traced.arrivals().getFirst())
                        .isBetween(Duration.ofMillis(10), Duration.ofMillis(60)))
                .extracting(traced -> traced.arrivals().getFirst())
                .doesNotHaveDuplicates();
    }

    @Test
    void about_so_many_get_lost_as_the_will_says() {
        assertThat(arrivalsOf(2_000, Will.GOOD.withLoss(0.25))).isBetween(1_400, 1_600);
        assertThat(network.trace().packets()).filteredOn(TracedPacket::isLost).hasSize(2_000 - heard.size());
    }

    @Test
    void about_so_many_arrive_twice_as_the_will_says() {
        assertThat(arrivalsOf(2_000, Will.GOOD.withDuplication(0.1))).isBetween(2_130, 2_270);
    }

    @Test
    void reordering_makes_packets_late_so_that_others_overtake_them() {
        arrivalsOf(100, Will.GOOD.withReordering(0.1));

        List<String> inOrder = new ArrayList<>(heard);
        inOrder.sort((one, two) -> Integer.compare(number(one), number(two)));
        assertThat(heard).hasSize(100).isNotEqualTo(inOrder);
    }

    private static int number(String heardLine) {
        return Integer.parseInt(heardLine.substring(3, heardLine.indexOf(" @")));
    }

    @Test
    void the_same_seed_gives_the_same_fates_and_another_seed_others() {
        Will bad = Will.GOOD
                .withJitter(Duration.ofMillis(30))
                .withLoss(0.2)
                .withDuplication(0.2)
                .withReordering(0.2);

        assertThat(traceOf(1, bad)).isEqualTo(traceOf(1, bad)).isNotEqualTo(traceOf(2, bad));
    }

    private static String traceOf(long seed, Will will) {
        VirtualTime time = new VirtualTime();
        SimNetwork network = new SimNetwork(time, seed);
        network.will(will);
        Network a = network.engineNetwork("a", A, Protocol.UDP);
        a.open((message, flow) -> {});
        network.engineNetwork("b", B, Protocol.UDP).open((message, flow) -> {});
        for (int i = 0; i < 50; i++) {
            a.flowTo(Protocol.UDP, B).send(new byte[] {(byte) i}, failure -> {});
        }
        time.runUntilIdle();
        return network.trace().toString();
    }

    @Test
    void what_is_held_arrives_when_it_is_released_in_the_order_it_was_sent() {
        Hold hold = network.hold(packet -> packet.from().equals(A));
        send(a, B, "one");
        send(a, B, "two");
        send(b, A, "back");
        time.advance(Duration.ofSeconds(1));
        assertThat(heard).containsExactly("a back @10");
        assertThat(hold.held()).hasSize(2);

        hold.release();
        send(a, B, "three");
        time.runUntilIdle();
        assertThat(heard).containsExactly("a back @10", "b one @1000", "b two @1000", "b three @1010");
        assertThat(hold.held()).isEmpty();
        assertThat(network.trace().packets().getFirst().wasHeld()).isTrue();
    }

    @Test
    void all_holds_are_released_together() {
        network.hold(packet -> packet.from().equals(A));
        network.hold(packet -> packet.from().equals(B));
        send(b, A, "back");
        send(a, B, "there");
        network.release();
        time.runUntilIdle();

        assertThat(heard).containsExactly("b there @0", "a back @0");
    }

    @Test
    void a_partition_lets_nothing_through_until_it_heals() {
        network.partition(A);
        send(a, B, "lost");
        send(b, A, "lost");
        time.runUntilIdle();
        network.heal();
        send(a, B, "found");
        time.runUntilIdle();

        assertThat(heard).containsExactly("b found @10");
        assertThat(network.trace().packets()).extracting(TracedPacket::isLost).containsExactly(true, true, false);
    }

    @Test
    void hosts_on_one_side_of_a_partition_reach_each_other() {
        network.partition(A, B);
        send(a, B, "found");
        time.runUntilIdle();

        assertThat(heard).containsExactly("b found @10");
    }

    @Test
    void a_datagram_to_nobody_gets_lost() {
        send(a, new InetSocketAddress("192.0.2.9", 5060), "hello?");
        b.close();
        send(a, B, "hello?");
        time.runUntilIdle();

        assertThat(heard).isEmpty();
        assertThat(network.trace().packets()).allMatch(TracedPacket::isLost);
    }

    @Test
    void keep_alives_are_not_messages() {
        send(a, B, "\r\n\r\n");
        time.runUntilIdle();

        assertThat(heard).isEmpty();
    }

    @Test
    void a_datagram_that_is_too_long_fails() {
        a.flowTo(Protocol.UDP, B).send(new byte[65_508], failure -> heard.add(failure.getMessage()));

        assertThat(heard).containsExactly("a datagram of 65508 bytes, expected: ≤ 65507");
    }

    @Test
    void a_closed_socket_fails_to_send() {
        Flow flow = a.flowTo(Protocol.UDP, B);
        a.close();
        flow.send(new byte[] {1}, failure -> heard.add(failure.getMessage()));

        assertThat(heard).containsExactly("the socket 192.0.2.1:5060 is closed");
    }

    @Test
    void flows_of_one_socket_to_one_peer_are_equal() {
        assertThat(a.flowTo(Protocol.UDP, B))
                .isEqualTo(a.flowTo(Protocol.UDP, B))
                .hasToString("udp 192.0.2.1:5060 -> 192.0.2.2:5060");
        assertThat(a.flowTo(Protocol.UDP, B)).isNotEqualTo(a.flowTo(Protocol.UDP, A));
        assertThat(a.flowTo(Protocol.UDP, B).local()).isEqualTo(A);
    }

    @Test
    void an_engine_listens_where_it_was_told_to() {
        assertThat(a.listenPoints()).containsExactly(new Network.ListenPoint(Protocol.UDP, A, A));
        assertThatThrownBy(() -> a.flowTo(Protocol.TCP, B))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing listens with tcp, expected one of [UDP]");
    }

    @Test
    void an_address_has_one_owner() {
        Network again = network.engineNetwork("again", A, Protocol.UDP);

        assertThatThrownBy(() -> again.open((message, flow) -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("udp 192.0.2.1:5060 is taken by a");
        a.close();
        again.open((message, flow) -> heard("again", message));
        send(b, A, "hello");
        time.runUntilIdle();
        assertThat(heard).containsExactly("again hello @10");
    }

    @Test
    void wildcards_and_impossible_wills_are_refused() {
        Network anywhere = network.engineNetwork("any", new InetSocketAddress("0.0.0.0", 5060), Protocol.UDP);

        assertThatThrownBy(() -> anywhere.open((message, flow) -> {})).hasMessageContaining("that peers can reach");
        assertThatThrownBy(() -> Will.GOOD.withLoss(1.5)).hasMessage("loss is 1.5, expected: 0 to 1");
        assertThatThrownBy(() -> Will.GOOD.withDelay(Duration.ofMillis(-1))).hasMessageContaining("expected: ≥ 0");
    }
}
