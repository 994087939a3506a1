// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.util.NetUtil;
import io.srf.Srf;
import io.srf.sip.Methods;
import io.srf.sip.Rfc4475;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Torture messages over real UDP sockets: those of RFC 4475, and what RFC 5118 finds odd about IPv6. */
class TortureOverSocketsTest {
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int PROBED = 202;
    private static final Set<String> UNHANDLED = Set.of(Methods.ACK, Methods.CANCEL, "PRACK");
    private static final InetAddress SIX = NetUtil.createInetAddressFromIpAddressString("::1");

    private static final Srf SRF = Srf.create(config -> config.neverBlocks());
    private static final List<SrfServer> ENGINES = new ArrayList<>();

    /** Each message comes from an address of its own, so that what is sent again to one is not heard by another. */
    private static int senders;

    private static int probes;

    private SrfServer engine;

    @BeforeAll
    static void an_application_answers() {
        Methods.ALL.stream()
                .filter(method -> !UNHANDLED.contains(method))
                .forEach(method -> SRF.use(method, (req, res, next) -> {
                    boolean probe = "probe".equals(req.header("Subject"));
                    res.send(probe ? PROBED : method.equals(Methods.INVITE) ? 486 : 200);
                }));
        for (String listen : hasIpv6() ? List.of("udp:127.0.0.1:0", "udp:[::1]:0") : List.of("udp:127.0.0.1:0")) {
            ENGINES.add(SrfServer.embedded(listen));
            SRF.connect(ENGINES.getLast()).join();
        }
    }

    @AfterEach
    void nothing_but_closing_transactions_is_left() {
        await().untilAsserted(() -> {
            assertThat(engine.stats().join().dialogs()).isZero();
            assertThat(engine.stats().join().owedAnswers()).isZero();
        });
    }

    @AfterAll
    static void stop() {
        SRF.close();
        ENGINES.forEach(SrfServer::close);
        ENGINES.clear();
    }

    static Stream<Rfc4475.Row> table() {
        return Rfc4475.table();
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_message_of_RFC_4475_is_answered_as_the_table_says(Rfc4475.Row row) throws IOException {
        engine = ENGINES.getFirst();
        byte[] message = row.bytes();
        try (DatagramSocket sender = sender(address(), sentByPort(message))) {
            assertThat(finals(sender, message)).containsExactlyElementsOf(TortureAnswers.to(row));
        }
    }

    static Stream<Arguments> ipv6() {
        return Stream.of(
                Arguments.of("an address in brackets", request("sip:bob@[::1]", "[::1]:PORT;rport", ""), 200),
                Arguments.of("no user", request("sip:[::1]:5070", "[0:0:0:0:0:0:0:1]:PORT", ""), 200),
                Arguments.of("no brackets", request("sip:bob@::1", "[::1]:PORT", ""), 400),
                Arguments.of("received in brackets", request("sip:bob@[::1]", "[::1]:PORT;received=[::1]", ""), 200),
                Arguments.of(
                        "received as the grammar wants", request("sip:bob@[::1]", "[::1]:PORT;received=::1", ""), 200),
                Arguments.of("IPv4 mapped", request("sip:bob@[::ffff:192.0.2.10]", "[::1]:PORT", ""), 200),
                Arguments.of("IPv4 inside", request("sip:bob@[2001:db8::192.0.2.1]", "[::1]:PORT", ""), 200),
                Arguments.of("a colon too many", request("sip:bob@[2001:db8:::192.0.2.1]", "[::1]:PORT", ""), 400),
                Arguments.of("a zone", request("sip:bob@[fe80::1%25eth0]", "[::1]:PORT", ""), 400),
                Arguments.of(
                        "two families",
                        request(
                                "sip:bob@[::1]",
                                "[::1]:PORT",
                                "Contact: <sip:a@[2001:db8::9:1]>, <sip:a@192.0.2.1>\r\n"),
                        200));
    }

    private static String request(String uri, String via, String more) {
        return "OPTIONS " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + via
                + ";branch=z9hG4bK" + Integer.toHexString((uri + via + more).hashCode())
                + "\r\nFrom: <sip:a@[2001:db8::1]>;tag=1\r\nTo: <" + uri
                + ">\r\nCall-ID: " + Integer.toHexString((via + uri + more).hashCode())
                + "@[2001:db8::1]\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n" + more
                + "Content-Length: 0\r\n\r\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ipv6")
    void what_is_odd_about_IPv6_is_answered_over_IPv6(String what, String request, int status) throws IOException {
        assumeTrue(hasIpv6(), "no IPv6 here");
        engine = ENGINES.getLast();
        try (DatagramSocket sender = sender(SIX, 0)) {
            String message = request.replace("PORT", Integer.toString(sender.getLocalPort()));
            assertThat(finals(sender, message.getBytes(ISO_8859_1))).as(what).containsExactly(status);
        }
    }

    /** Of loopback; nobody else on this machine has its port 5060. */
    private static InetAddress address() {
        return NetUtil.createInetAddressFromIpAddressString("127.0.77." + ++senders);
    }

    private static boolean hasIpv6() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(SIX, 0))) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    /** Responses go to the address that a request came from, and to the port that its Via says. */
    private static int sentByPort(byte[] message) {
        try {
            Via via = SipParser.parse(message).topVia();
            return via.port() > 0 ? via.port() : via.transport().equals("TLS") ? SIPS_PORT : SIP_PORT;
        } catch (SipParseException e) {
            return SIP_PORT;
        }
    }

    private static DatagramSocket sender(InetAddress host, int port) throws IOException {
        DatagramSocket socket;
        try {
            socket = new DatagramSocket(new InetSocketAddress(host, port));
        } catch (SocketException e) {
            assumeTrue(false, "cannot bind " + host + ":" + port);
            throw e;
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** What is answered before a probe that was sent behind the message; both come to the same loop, in order. */
    private List<Integer> finals(DatagramSocket sender, byte[] message) throws IOException {
        send(sender, message);
        String probe = String.format("""
                MESSAGE sip:probe@h SIP/2.0
                Via: SIP/2.0/UDP h;rport;branch=z9hG4bK%1$d
                From: <sip:p@h>;tag=p
                To: <sip:q@h>
                Call-ID: probe-%1$d
                CSeq: 1 MESSAGE
                Subject: probe
                Content-Length: 0

                """, ++probes).replace("\n", "\r\n");
        send(sender, probe.getBytes(ISO_8859_1));
        TreeSet<Integer> finals = new TreeSet<>();
        while (true) {
            SipResponse response = response(sender);
            if (response.status() == PROBED) {
                return List.copyOf(finals);
            }
            if (response.isFinal()) {
                finals.add(response.status());
            }
        }
    }

    private void send(DatagramSocket from, byte[] bytes) throws IOException {
        InetSocketAddress to = engine.listenPoints().getFirst().address();
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static SipResponse response(DatagramSocket socket) throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            SipMessage message = SipParser.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
            if (message instanceof SipResponse response) {
                return response;
            }
        }
    }
}
