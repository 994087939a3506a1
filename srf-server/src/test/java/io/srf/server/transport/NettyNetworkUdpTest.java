// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.OPTIONS;
import static io.srf.server.transport.StreamSamples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.server.transport.TestNetwork.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NettyNetworkUdpTest {
    private static final int MAX_UDP_PAYLOAD_BYTES = 65_507;
    private static final int MAX_WAIT_MILLIS = 60_000;
    /** So many datagrams fit into a socket whose reader is busy. */
    private static final int FEW = 50;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private TestNetwork engine = TestNetwork.open("udp:127.0.0.1:0");
    private DatagramSocket peer;

    @BeforeEach
    void open_a_peer() throws IOException {
        peer = new DatagramSocket(0, loopback);
        peer.setSoTimeout(MAX_WAIT_MILLIS);
        peer.setReceiveBufferSize(1 << 20);
    }

    @AfterEach
    void close_all() {
        peer.close();
        engine.close();
    }

    @Test
    void a_datagram_is_received_and_answered_by_the_same_flow() throws Exception {
        send(OPTIONS);

        Received received = engine.next();
        engine.send(received.flow(), "answer");

        assertThat(received.text()).isEqualTo(OPTIONS);
        assertThat(received.flow().protocol()).isEqualTo(Protocol.UDP);
        assertThat(received.flow().remote()).isEqualTo(peer.getLocalSocketAddress());
        assertThat(received.flow().local()).isEqualTo(engine.address(Protocol.UDP));
        assertThat(receive()).isEqualTo("answer");
        assertThat(engine.failures).isEmpty();
        assertThat(engine.count(NetworkCounter.DATAGRAMS_IN)).isOne();
        assertThat(engine.count(NetworkCounter.DATAGRAMS_OUT)).isOne();
    }

    @Test
    void flows_of_the_same_socket_and_peer_are_equal() throws Exception {
        send("one");
        send("two");
        Flow first = engine.next().flow();

        assertThat(engine.next().flow()).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(engine.network.flowTo(Protocol.UDP, (InetSocketAddress) peer.getLocalSocketAddress()))
                .isEqualTo(first);
        assertThat(engine.network.flowTo(Protocol.UDP, engine.address(Protocol.UDP)))
                .isNotEqualTo(first);
    }

    @Test
    void keep_alives_are_ignored() throws Exception {
        send("");
        send("\r\n");
        send("\r\n\r\n");
        send("\0");
        send("\0\0\0\0");
        send("x");

        assertThat(engine.next().text()).isEqualTo("x");
        assertThat(engine.count(NetworkCounter.DATAGRAMS_IN)).isOne();
    }

    @Test
    void five_zeros_are_no_keep_alive() throws Exception {
        send("\0\0\0\0\0");

        assertThat(engine.next().text()).hasSize(5);
    }

    @Test
    void a_STUN_request_is_answered_with_the_address_it_came_from_and_other_STUN_is_ignored() throws Exception {
        String head = "\0\1\0\0!\u0012\u00a4Btwelve bytes";
        send(head.replace("\0\1", "\0\u0011"));
        send(head);

        String answer = receive();
        assertThat(answer).startsWith("\1\1\0\f!\u0012\u00a4Btwelve bytes\0 \0\b\0\1");
        int port = (answer.charAt(26) << 8 | answer.charAt(27)) ^ 0x2112;
        assertThat(port).isEqualTo(peer.getLocalPort());
        assertThat(engine.received).isEmpty();
        assertThat(engine.count(NetworkCounter.DATAGRAMS_IN)).isZero();
    }

    @Test
    void the_longest_datagram_goes_both_ways() throws Exception {
        String longest = "x".repeat(MAX_UDP_PAYLOAD_BYTES);
        send(longest);

        Received received = engine.next();
        engine.send(received.flow(), received.text());

        assertThat(received.text()).isEqualTo(longest);
        assertThat(receive()).isEqualTo(longest);
    }

    @Test
    void all_loops_read_from_one_port_and_answer_from_it() throws Exception {
        InetSocketAddress port = engine.address(Protocol.UDP);
        List<DatagramSocket> peers = new ArrayList<>();
        while (engine.readers.size() < engine.loops.count()) {
            assertThat(peers).as("peers of one loop alone").hasSizeLessThan(100);
            DatagramSocket other = new DatagramSocket(0, loopback);
            other.setSoTimeout(MAX_WAIT_MILLIS);
            peers.add(other);
            other.send(new DatagramPacket(bytes("question"), 8, port));

            engine.send(engine.next().flow(), "answer");
            DatagramPacket answer = new DatagramPacket(new byte[10], 10);
            other.receive(answer);
            assertThat(answer.getSocketAddress()).isEqualTo(port);
        }
        peers.forEach(DatagramSocket::close);
    }

    @Test
    void a_port_of_another_engine_is_in_use_although_its_loops_share_it() {
        String taken = "udp:127.0.0.1:" + engine.address(Protocol.UDP).getPort();
        try (NettyLoops loops = new NettyLoops(2);
                NettyNetwork other = new NettyNetwork(loops, ListenAddress.parseList(taken), NetworkOptions.DEFAULT)) {
            assertThatThrownBy(() -> other.open((message, flow) -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(taken);
        }
    }

    @Test
    void a_datagram_that_is_too_long_fails() {
        Flow flow = engine.network.flowTo(Protocol.UDP, (InetSocketAddress) peer.getLocalSocketAddress());

        engine.send(flow, "x".repeat(MAX_UDP_PAYLOAD_BYTES + 1));

        assertThat(engine.nextFailure()).isInstanceOf(IOException.class);
        assertThat(engine.troubles()).containsExactly(NetworkCounter.DATAGRAMS_REFUSED);
    }

    @Test
    void many_threads_send_at_once() throws Exception {
        Flow flow = engine.network.flowTo(Protocol.UDP, (InetSocketAddress) peer.getLocalSocketAddress());
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            senders.add(Thread.startVirtualThread(() -> {
                for (int j = 0; j < 20; j++) {
                    engine.send(flow, "message");
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }

        for (int i = 0; i < 200; i++) {
            assertThat(receive()).isEqualTo("message");
        }
    }

    @Test
    void an_interrupted_sender_does_not_close_the_socket() throws Exception {
        Flow flow = engine.network.flowTo(Protocol.UDP, (InetSocketAddress) peer.getLocalSocketAddress());
        Thread interrupted = Thread.ofVirtual().unstarted(() -> {
            Thread.currentThread().interrupt();
            engine.send(flow, "from an interrupted thread");
        });
        interrupted.start();
        interrupted.join();

        assertThat(receive()).isEqualTo("from an interrupted thread");
        send("still open");
        assertThat(engine.next().text()).isEqualTo("still open");
    }

    @Test
    void random_bytes_are_handed_on_and_harm_nobody() throws Exception {
        Random random = new Random(7118);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[1 + random.nextInt(1_500)];
            random.nextBytes(noise);
            noise[0] = 'x';
            peer.send(new DatagramPacket(noise, noise.length, engine.address(Protocol.UDP)));
            if ((i + 1) % FEW == 0) {
                engine.awaitCount(NetworkCounter.DATAGRAMS_IN, i + 1);
            }
        }
        engine.received.clear();

        send(OPTIONS);

        assertThat(engine.next().text()).isEqualTo(OPTIONS);
        assertThat(engine.troubles()).isEmpty();
    }

    @Test
    void a_receiver_that_throws_does_not_stop_the_socket() throws Exception {
        List<String> received = new ArrayList<>();
        try (NettyLoops loops = new NettyLoops(1);
                NettyNetwork network =
                        new NettyNetwork(loops, ListenAddress.parseList("udp:127.0.0.1:0"), NetworkOptions.DEFAULT)) {
            network.open((message, flow) -> {
                synchronized (received) {
                    received.add(StreamSamples.text(message));
                }
                throw new IllegalStateException("on purpose");
            });
            InetSocketAddress to = network.listenPoints().get(0).address();
            peer.send(new DatagramPacket(bytes("one"), 3, to));
            peer.send(new DatagramPacket(bytes("two"), 3, to));

            await().untilAsserted(() -> assertThat(network.counters().get(NetworkCounter.RECEIVER_ERRORS))
                    .isEqualTo(2));
            synchronized (received) {
                assertThat(received).containsExactly("one", "two");
            }
        }
    }

    @Test
    void sending_on_a_closed_network_fails() {
        Flow flow = engine.network.flowTo(Protocol.UDP, (InetSocketAddress) peer.getLocalSocketAddress());
        engine.network.close();

        engine.send(flow, "too late");

        assertThat(engine.nextFailure()).isInstanceOf(IOException.class);
    }

    @Test
    void a_closed_network_gives_its_port_back() {
        InetSocketAddress address = engine.address(Protocol.UDP);
        engine.close();

        engine = TestNetwork.open("udp:127.0.0.1:" + address.getPort());

        assertThat(engine.address(Protocol.UDP)).isEqualTo(address);
    }

    @Test
    void a_wildcard_is_never_told_to_peers() throws Exception {
        try (TestNetwork wild = TestNetwork.open("udp:0.0.0.0:0")) {
            Network.ListenPoint point = wild.network.listenPoints().get(0);
            InetSocketAddress here =
                    new InetSocketAddress(loopback, point.address().getPort());
            peer.send(new DatagramPacket(bytes("x"), 1, here));

            assertThat(wild.next().flow().local()).isEqualTo(here);
            assertThat(point.address().getAddress().isAnyLocalAddress()).isTrue();
            assertThat(point.advertised().getAddress().isAnyLocalAddress()).isFalse();
            assertThat(point.advertised().getPort()).isEqualTo(point.address().getPort());
        }
    }

    @Test
    void a_port_in_use_is_named_and_nothing_stays_open() throws IOException {
        ListenAddress udp = ListenAddress.onFreePort(loopback).getFirst();
        ListenAddress tcp = new ListenAddress(Protocol.TCP, udp.address());
        try (NettyLoops loops = new NettyLoops(1);
                DatagramSocket inUse = new DatagramSocket(udp.address())) {
            NettyNetwork network = new NettyNetwork(loops, List.of(tcp, udp), NetworkOptions.DEFAULT);

            assertThatThrownBy(() -> network.open((message, flow) -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen on " + udp);
            assertThat(inUse.isBound()).isTrue();

            NettyNetwork other = new NettyNetwork(loops, List.of(tcp), NetworkOptions.DEFAULT);
            await().ignoreExceptions().until(() -> {
                other.open((message, flow) -> {});
                return true;
            });
            other.close();
        }
    }

    @Test
    void a_protocol_that_nothing_listens_with_is_refused() {
        assertThatThrownBy(() -> engine.network.flowTo(Protocol.TCP, engine.address(Protocol.UDP)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TCP");
    }

    @Test
    void an_unresolved_peer_is_refused() {
        assertThatThrownBy(() ->
                        engine.network.flowTo(Protocol.UDP, InetSocketAddress.createUnresolved("example.com", 5060)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not resolved");
    }

    @Test
    void the_socket_that_reaches_the_peer_is_taken() throws Exception {
        try (TestNetwork two = TestNetwork.open("udp:[::1]:0,udp:127.0.0.1:0")) {
            Flow flow = two.network.flowTo(Protocol.UDP, (InetSocketAddress) peer.getLocalSocketAddress());

            two.send(flow, "from the right one");

            assertThat(receive()).isEqualTo("from the right one");
            assertThat(flow.local().getAddress()).isEqualTo(loopback);
        }
    }

    private void send(String text) throws IOException {
        peer.send(new DatagramPacket(bytes(text), text.length(), engine.address(Protocol.UDP)));
    }

    private String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        peer.receive(packet);
        return StreamSamples.text(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
    }
}
