// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.srf.Srf;
import io.srf.sip.Methods;
import io.srf.sip.Rfc4475;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Torture messages over real UDP sockets: those of RFC 4475, and what RFC 5118 finds odd about IPv6. */
class TortureOverSocketsTest {
    private static final int SIP_PORT = 5060;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int PROBED = 299;

    private final Srf srf = Srf.create(config -> config.neverBlocks());
    private SrfServer engine;

    private void starts(String listen) {
        engine = SrfServer.embedded(listen);
        Methods.ALL.forEach(method -> srf.use(method, (req, res, next) -> {
            boolean probe = "probe".equals(req.header("Subject"));
            res.send(probe ? PROBED : method.equals(Methods.INVITE) ? 486 : 200);
        }));
        srf.connect(engine).join();
    }

    @AfterEach
    void nothing_but_closing_transactions_is_left() {
        try (srf;
                SrfServer closing = engine) {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(engine.stats().join().dialogs()).isZero();
                assertThat(engine.stats().join().owedAnswers()).isZero();
            });
        }
    }

    static Stream<Rfc4475.Row> table() {
        return Rfc4475.table();
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_message_of_RFC_4475_is_answered_as_the_table_says(Rfc4475.Row row) throws IOException {
        starts("udp:127.0.0.1:0");
        byte[] message = row.bytes();
        try (DatagramSocket sender = sender("127.0.0.77", sentByPort(message))) {
            assertThat(finals(sender, message)).containsExactlyElementsOf(TortureAnswers.to(row));
        }
    }

    static Stream<Map.Entry<String, Integer>> ipv6() {
        return Map.ofEntries(
                Map.entry(request("sip:bob@[::1]", "[::1]:PORT;rport", ""), 200),
                Map.entry(request("sip:[::1]:5070", "[0:0:0:0:0:0:0:1]:PORT", ""), 200),
                Map.entry(request("sip:bob@::1", "[::1]:PORT", ""), 400),
                Map.entry(request("sip:bob@[::1]", "[::1]:PORT;received=[::1]", ""), 200),
                Map.entry(request("sip:bob@[::1]", "[::1]:PORT;received=::1", ""), 200),
                Map.entry(request("sip:bob@[::ffff:192.0.2.10]", "[::1]:PORT", ""), 200),
                Map.entry(request("sip:bob@[::1]", "[::1]:PORT", "Contact: <sip:a@[2001:db8::9:1]>\r\n"), 200),
                Map.entry(request("sip:bob@[2001:db8::192.0.2.1]", "[::1]:PORT;branch=z9hG4bKx", ""), 200),
                Map.entry(request("sip:bob@[2001:db8:::1]", "[::1]:PORT", ""), 400))
                .entrySet()
                .stream();
    }

    private static String request(String uri, String via, String more) {
        return "OPTIONS " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + via
                + ";branch=z9hG4bK" + Math.abs((uri + via + more).hashCode())
                + "\r\nFrom: <sip:a@[2001:db8::1]>;tag=1\r\nTo: <" + uri
                + ">\r\nCall-ID: six@[2001:db8::1]\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n" + more
                + "Content-Length: 0\r\n\r\n";
    }

    @ParameterizedTest
    @MethodSource("ipv6")
    void what_is_odd_about_IPv6_is_answered_over_IPv6(Map.Entry<String, Integer> row) throws IOException {
        assumeTrue(hasIpv6(), "no IPv6 here");
        starts("udp:[::1]:0");
        try (DatagramSocket sender = sender("::1", 0)) {
            String message = row.getKey().replace("PORT", Integer.toString(sender.getLocalPort()));
            assertThat(finals(sender, message.getBytes(ISO_8859_1))).containsExactly(row.getValue());
        }
    }

    private static boolean hasIpv6() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    /** Responses go to the address that a request came from, and to the port that its Via says. */
    private static int sentByPort(byte[] message) {
        try {
            int port = SipParser.parse(message).topVia().port();
            return port > 0 ? port : SIP_PORT;
        } catch (SipParseException e) {
            return SIP_PORT;
        }
    }

    private static DatagramSocket sender(String host, int port) throws IOException {
        DatagramSocket socket;
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), port));
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
        String probe = "MESSAGE sip:probe@h SIP/2.0\r\nVia: SIP/2.0/UDP h;rport;branch=z9hG4bKprobe\r\n"
                + "From: <sip:p@h>;tag=p\r\nTo: <sip:q@h>\r\nCall-ID: probe\r\nCSeq: 1 MESSAGE\r\n"
                + "Subject: probe\r\nContent-Length: 0\r\n\r\n";
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
