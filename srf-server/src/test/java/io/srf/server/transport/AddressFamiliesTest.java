// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AddressFamiliesTest {
    private static final InetAddress ANY = new InetSocketAddress("::", 0).getAddress();
    private static final String MESSAGE = StreamSamples.OPTIONS;

    @BeforeAll
    static void needs_IPv6() {
        try (DatagramSocket socket = new DatagramSocket(0, NetUtil.LOCALHOST6)) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException e) {
            assumeTrue(false, "IPv6 on loopback: " + e.getMessage());
        }
    }

    private static int freePort() throws IOException {
        return ListenAddress.onFreePort(ANY).getFirst().address().getPort();
    }

    private static void send(InetAddress host, int port) throws IOException {
        byte[] bytes = StreamSamples.bytes(MESSAGE);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(host, port)));
        }
    }

    @Test
    void the_wildcard_of_IPv4_is_not_open_to_IPv6() throws Exception {
        try (TestNetwork engine = TestNetwork.open("udp:0.0.0.0:0,tcp:0.0.0.0:0")) {
            InetSocketAddress udp = engine.address(Protocol.UDP);
            assertThat(udp.getAddress()).isInstanceOf(Inet4Address.class);

            send(NetUtil.LOCALHOST6, udp.getPort());
            send(NetUtil.LOCALHOST4, udp.getPort());

            assertThat(engine.next().flow().remote().getAddress()).isInstanceOf(Inet4Address.class);
            InetSocketAddress tcp = new InetSocketAddress(
                    NetUtil.LOCALHOST6, engine.address(Protocol.TCP).getPort());
            assertThatThrownBy(() -> TestPeer.connect(tcp)).isInstanceOf(ConnectException.class);
            assertThat(engine.received).isEmpty();
        }
    }

    @Test
    void an_IPv6_address_has_its_port_beside_the_wildcard_of_IPv4() throws Exception {
        int port = freePort();
        try (TestNetwork engine =
                TestNetwork.open("udp:0.0.0.0:%1$d,udp:[::1]:%1$d,tcp:0.0.0.0:%1$d,tcp:[::1]:%1$d".formatted(port))) {
            send(NetUtil.LOCALHOST6, port);
            InetSocketAddress peer = engine.next().flow().remote();
            assertThat(peer.getAddress()).isEqualTo(NetUtil.LOCALHOST6);

            assertThat(engine.network.flowTo(Protocol.UDP, peer).local().getAddress())
                    .isEqualTo(NetUtil.LOCALHOST6);
            assertThat(engine.network
                            .flowTo(Protocol.UDP, new InetSocketAddress(NetUtil.LOCALHOST4, 9))
                            .local()
                            .getAddress())
                    .isEqualTo(NetUtil.LOCALHOST4);
        }
    }

    @Test
    void the_wildcard_of_IPv6_is_open_to_both() throws Exception {
        try (TestNetwork engine = TestNetwork.open("udp:[::]:0,tcp:[::]:0")) {
            int port = engine.address(Protocol.UDP).getPort();
            send(NetUtil.LOCALHOST6, port);
            assertThat(engine.next().flow().remote().getAddress()).isEqualTo(NetUtil.LOCALHOST6);
            send(NetUtil.LOCALHOST4, port);
            assertThat(engine.next().flow().remote().getAddress()).isInstanceOf(Inet4Address.class);
            try (TestPeer peer = TestPeer.connect(new InetSocketAddress(
                    NetUtil.LOCALHOST4, engine.address(Protocol.TCP).getPort()))) {
                peer.send(MESSAGE);
                assertThat(engine.next().text()).isEqualTo(MESSAGE);
            }
        }
    }

    @Test
    void nothing_goes_to_IPv6_from_a_socket_of_IPv4() {
        try (TestNetwork engine = TestNetwork.open("udp:0.0.0.0:0")) {
            Flow flow = engine.network.flowTo(Protocol.UDP, new InetSocketAddress(NetUtil.LOCALHOST6, 5060));
            engine.send(flow, MESSAGE);
            assertThat(engine.nextFailure()).isNotNull();
        }
    }

    @Test
    void a_flow_is_named_with_IPv6_as_people_write_it() throws Exception {
        try (TestNetwork engine = TestNetwork.open("udp:[::1]:0,tcp:[::1]:0");
                TestPeer peer = TestPeer.connect(engine.address(Protocol.TCP))) {
            peer.send(MESSAGE);
            int port = engine.address(Protocol.TCP).getPort();
            assertThat(engine.next().flow())
                    .hasToString("tcp [::1]:" + port + " from [::1]:"
                            + peer.address().getPort());

            send(NetUtil.LOCALHOST6, engine.address(Protocol.UDP).getPort());
            assertThat(engine.next().flow().toString())
                    .startsWith("udp [::1]:" + engine.address(Protocol.UDP).getPort() + " to [::1]:");
        }
    }
}
