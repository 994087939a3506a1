// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.OPTIONS;
import static io.srf.server.transport.StreamSamples.WITH_BODY;
import static io.srf.server.transport.StreamSamples.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.server.transport.TestNetwork.Received;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections as they should be; see {@link HostilePeersTest} for the others. */
@ExtendWith(NoLeaks.class)
class NettyNetworkTcpTest {
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private TestNetwork engine = TestNetwork.open("tcp:127.0.0.1:0");

    @AfterEach
    void close_all() {
        engine.close();
    }

    @Test
    void a_message_is_answered_on_the_connection_it_came_by() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            Received received = engine.next();
            engine.send(received.flow(), "answer");

            assertThat(received.text()).isEqualTo(OPTIONS);
            assertThat(received.flow().protocol()).isEqualTo(Protocol.TCP);
            assertThat(received.flow().local()).isEqualTo(engine.address(Protocol.TCP));
            assertThat(received.flow().remote()).isEqualTo(peer.address());
            assertThat(peer.receive(6)).isEqualTo("answer");
            assertThat(engine.network.connections()).isOne();
        }
    }

    @Test
    void a_connection_that_a_peer_opened_is_used_to_reach_it() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            Flow flow = engine.next().flow();

            assertThat(engine.network.flowTo(Protocol.TCP, peer.address())).isEqualTo(flow);
        }
    }

    @Test
    void two_connections_are_two_flows() throws Exception {
        try (TestPeer one = connect();
                TestPeer two = connect()) {
            one.send(OPTIONS);
            two.send(OPTIONS);

            assertThat(engine.next().flow()).isNotEqualTo(engine.next().flow());
        }
    }

    @Test
    void the_engine_connects_with_the_first_message_and_then_reuses_the_connection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, loopback)) {
            InetSocketAddress to = (InetSocketAddress) server.getLocalSocketAddress();
            Flow flow = engine.network.flowTo(Protocol.TCP, to);
            assertThat(engine.network.connections()).isZero();

            engine.send(flow, "one");
            engine.send(engine.network.flowTo(Protocol.TCP, to), "two");

            try (TestPeer peer = new TestPeer(server.accept())) {
                assertThat(peer.receive(6)).isEqualTo("onetwo");
                peer.send(OPTIONS);
                assertThat(engine.next().flow()).isEqualTo(flow);
                assertThat(flow.local()).isEqualTo(engine.address(Protocol.TCP));
                assertThat(engine.network.connections()).isOne();
                assertThat(engine.count(NetworkCounter.CONNECTIONS_OPENED)).isOne();
            }
        }
    }

    @Test
    void two_engines_talk_to_each_other() {
        try (TestNetwork other = TestNetwork.open("tcp:127.0.0.1:0")) {
            for (String message : StreamSamples.ALL) {
                engine.send(engine.network.flowTo(Protocol.TCP, other.address(Protocol.TCP)), message);
            }
            for (String message : StreamSamples.ALL) {
                Received received = other.next();
                assertThat(received.text()).isEqualTo(message);
                other.send(received.flow(), WITH_BODY);
            }
            for (int i = 0; i < StreamSamples.ALL.size(); i++) {
                assertThat(engine.next().text()).isEqualTo(WITH_BODY);
            }
            assertThat(engine.troubles()).isEmpty();
            assertThat(other.troubles()).isEmpty();
        }
    }

    @Test
    void messages_of_one_thread_arrive_in_order() {
        try (TestNetwork other = TestNetwork.open("tcp:127.0.0.1:0")) {
            Flow flow = engine.network.flowTo(Protocol.TCP, other.address(Protocol.TCP));
            for (int i = 0; i < 1_000; i++) {
                engine.send(flow, StreamSamples.request("INFO", "N: " + i + "\r\nContent-Length: 0\r\n", ""));
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(other.next().text()).contains("\r\nN: " + i + "\r\n");
            }
        }
    }

    @Test
    void a_refused_connection_fails_every_message_that_waits_for_it() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket server = new ServerSocket(0, 1, loopback)) {
            nobody = (InetSocketAddress) server.getLocalSocketAddress();
        }
        Flow flow = engine.network.flowTo(Protocol.TCP, nobody);

        engine.send(flow, "one");
        engine.send(flow, "two");

        assertThat(engine.nextFailure()).isInstanceOf(ConnectException.class);
        assertThat(engine.nextFailure()).isInstanceOf(ConnectException.class);
        assertThat(engine.troubles()).containsExactly(NetworkCounter.CONNECTS_FAILED);
    }

    @Test
    void a_connection_that_is_not_answered_times_out() throws Exception {
        engine.close();
        engine = TestNetwork.open(
                "tcp:127.0.0.1:0",
                NetworkOptions.DEFAULT.withTimes(
                        new ConnectionTimes(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(1))));
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
            for (int i = 0; i < 2; i++) {
                queued.add(new Socket(loopback, full.getLocalPort()));
            }
            engine.send(
                    engine.network.flowTo(Protocol.TCP, (InetSocketAddress) full.getLocalSocketAddress()),
                    "never sent");

            assertThat(engine.nextFailure())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("timed out");
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    @Test
    void a_flow_of_an_accepted_connection_ends_with_it() throws Exception {
        Flow flow;
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            flow = engine.next().flow();
        }
        await().until(() -> engine.network.connections() == 0);

        engine.send(flow, "too late");

        assertThat(engine.nextFailure()).isInstanceOf(IOException.class);
    }

    @Test
    void a_flow_that_the_engine_opened_connects_again() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, loopback)) {
            Flow flow = engine.network.flowTo(Protocol.TCP, (InetSocketAddress) server.getLocalSocketAddress());
            for (int i = 0; i < 3; i++) {
                engine.send(flow, "again");
                try (TestPeer peer = new TestPeer(server.accept())) {
                    assertThat(peer.receive(5)).isEqualTo("again");
                }
                await().until(() -> engine.network.connections() == 0);
            }
            assertThat(engine.failures).isEmpty();
        }
    }

    @Test
    void a_ping_is_answered() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send("\r\n\r\n");
            assertThat(peer.receive(2)).isEqualTo("\r\n");

            peer.send(OPTIONS);
            assertThat(engine.next().text()).isEqualTo(OPTIONS);
        }
    }

    @Test
    void a_ping_of_a_peer_who_is_not_heard_any_more_closes_the_connection_without_an_answer() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send("\r\n\r\n");
            assertThat(peer.receive(2)).isEqualTo("\r\n");
            engine.admitting = false;

            peer.send("\r\n\r\n");

            assertThat(peer.receiveToEnd()).isEmpty();
        }
    }

    @Test
    void a_receiver_that_throws_does_not_close_the_connection() throws Exception {
        try (NettyLoops loops = new NettyLoops(1);
                NettyNetwork network =
                        new NettyNetwork(loops, ListenAddress.parseList("tcp:127.0.0.1:0"), NetworkOptions.DEFAULT)) {
            network.open((message, flow) -> {
                flow.send(message, failure -> {});
                throw new IllegalStateException("on purpose");
            });
            try (TestPeer peer = TestPeer.connect(network.listenPoints().get(0).address())) {
                peer.send(OPTIONS + WITH_BODY);
                assertThat(peer.receive(OPTIONS.length() + WITH_BODY.length())).isEqualTo(OPTIONS + WITH_BODY);
            }
        }
    }

    @Test
    void a_closing_network_closes_its_connections_and_opens_no_more() throws Exception {
        try (TestPeer peer = connect();
                ServerSocket server = new ServerSocket(0, 50, loopback)) {
            peer.send(OPTIONS);
            engine.next();
            Flow flow = engine.network.flowTo(Protocol.TCP, (InetSocketAddress) server.getLocalSocketAddress());

            engine.network.close();
            engine.send(flow, "too late");

            assertThat(peer.receiveToEnd()).isEmpty();
            assertThat(engine.nextFailure()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_was_sent_before_the_network_closes_still_goes_out() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            Flow flow = engine.next().flow();

            String last = body(100_000);
            engine.send(flow, last);
            engine.network.close();

            assertThat(peer.receiveToEnd()).isEqualTo(last);
        }
    }

    @Test
    void a_burst_is_not_taken_for_a_peer_that_does_not_read() throws Exception {
        try (NettyLoops loops = new NettyLoops(1);
                NettyNetwork network =
                        new NettyNetwork(loops, ListenAddress.parseList("tcp:127.0.0.1:0"), NetworkOptions.DEFAULT)) {
            network.open((message, flow) -> flow.send(message, failure -> {}));
            String burst = body(1_000).repeat(3_000);
            try (TestPeer peer = TestPeer.connect(network.listenPoints().get(0).address())) {
                Thread sender = Thread.startVirtualThread(() -> {
                    try {
                        peer.send(burst);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                assertThat(peer.receive(burst.length())).isEqualTo(burst);
                sender.join();
            }
            assertThat(network.counters().get(NetworkCounter.SLOW_READERS)).isZero();
        }
    }

    @Test
    void one_free_port_can_be_had_for_both() throws Exception {
        List<ListenAddress> listen = ListenAddress.onFreePort(loopback);
        try (NettyLoops loops = new NettyLoops(1);
                NettyNetwork network = new NettyNetwork(loops, listen, NetworkOptions.DEFAULT)) {
            network.open((message, flow) -> {});

            assertThat(network.listenPoints())
                    .extracting(Network.ListenPoint::address)
                    .containsExactly(listen.get(0).address(), listen.get(0).address());
        }
    }

    @Test
    void udp_and_tcp_with_port_0_have_ports_of_their_own() {
        try (TestNetwork both = TestNetwork.open("udp:127.0.0.1:0,tcp:127.0.0.1:0")) {
            assertThat(both.network.listenPoints())
                    .extracting(Network.ListenPoint::protocol)
                    .containsExactly(Protocol.UDP, Protocol.TCP);
            assertThat(both.network.listenPoints())
                    .allSatisfy(point -> assertThat(point.address().getPort()).isPositive());
        }
    }

    private TestPeer connect() throws IOException {
        return TestPeer.connect(engine.address(Protocol.TCP));
    }
}
