// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.sip.SipLimits;
import io.srf.sip.SipRequest;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an engine's admin port does with peers that are not what they should be; each test ends with a good one. */
class HostilePeerTest {
    private static final PeerLimits LIMITS = new PeerLimits(3, 20_000, 200_000, 300, 200);
    private static final String GOOD = "a|authenticate|cymru";

    private final EchoEngine engine = new EchoEngine("srf-test");
    private final LinkServer server =
            new LinkServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), engine, LIMITS, null);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void a_good_peer_is_still_served_and_nothing_is_left_over() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await().until(() -> server.stats().open() == 0);
        try (Socket good = connect()) {
            say(good, GOOD);
            assertThat(hear(good)).isInstanceOf(Reply.Authenticated.class);
        }
        server.close();
        await().until(() -> engine.links.isEmpty() && server.stats().open() == 0);
    }

    private int port() {
        return ((InetSocketAddress) server.address()).getPort();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String payload) throws IOException {
        write(socket, payload.getBytes(StandardCharsets.UTF_8).length + "#" + payload);
    }

    private static ServerMessage hear(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int length = 0;
        for (int next = in.read(); next != '#'; next = in.read()) {
            assertThat(next).as("a digit").isBetween((int) '0', (int) '9');
            length = length * 10 + next - '0';
        }
        return WireCodec.ofApplication(SipLimits.DEFAULT).decode(in.readNBytes(length));
    }

    /** Waits for the end, in order or by a reset. */
    private static void end(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void a_short_message_is_answered_no_and_the_link_is_closed() throws IOException {
        Socket socket = connect();
        say(socket, "abc");
        assertThat(hear(socket)).isInstanceOfSatisfying(Reply.Refused.class, no -> {
            assertThat(no.fatal()).isTrue();
            assertThat(no.inReplyTo()).isEqualTo("abc");
            assertThat(no.text()).isEqualTo("Invalid message format: 1 tokens, expected: ≥ 2");
        });
        end(socket);
        await().until(() -> server.stats().malformed() == 1);
    }

    @Test
    void the_no_arrives_even_if_the_peer_goes_on_talking() throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket socket = connect();
            String flood = "6#x|ping".repeat(20_000);
            write(socket, "3#abc" + flood.substring(0, 100_000));
            assertThat(hear(socket)).isInstanceOf(Reply.Refused.class);
            end(socket);
            socket.close();
        }
    }

    @Test
    void a_bad_sip_message_is_answered_nok_and_the_link_stays() throws IOException {
        Socket socket = connect();
        say(socket, "abc|sip||\r\nOPTIONS garbage SIP/2.0\r\n\r\n");
        assertThat(hear(socket)).isInstanceOfSatisfying(Reply.Refused.class, nok -> {
            assertThat(nok.fatal()).isFalse();
            assertThat(nok.text())
                    .startsWith("invalid request-uri: OPTIONS garbage SIP/2.0: ")
                    .contains("expected a URI with a scheme");
        });
        say(socket, GOOD);
        assertThat(hear(socket)).isInstanceOf(Reply.Authenticated.class);
    }

    @Test
    void a_length_that_is_no_number_closes_without_a_reply() throws IOException {
        Socket socket = connect();
        write(socket, "abc#zzz");
        end(socket);
        await().until(() -> server.stats().malformed() == 1);
    }

    @Test
    void a_frame_beyond_the_bound_closes_without_a_reply() throws IOException {
        Socket socket = connect();
        write(socket, "20001#a|ping");
        end(socket);
        await().until(() -> server.stats().malformed() == 1);
    }

    @Test
    void a_peer_that_says_nothing_is_closed() throws IOException {
        end(connect());
        await().until(() -> server.stats().tooSlow() == 1);
    }

    @Test
    void a_peer_that_never_ends_its_frame_is_closed() throws IOException {
        Socket socket = connect();
        say(socket, GOOD);
        hear(socket);
        write(socket, "500#a|ro");
        end(socket);
        await().until(() -> server.stats().tooSlow() == 1);
    }

    @Test
    void a_peer_too_many_is_turned_away() throws IOException {
        for (int i = 0; i < 3; i++) {
            Socket socket = connect();
            say(socket, GOOD);
            hear(socket);
        }
        end(connect());
        await().until(() -> server.stats().turnedAway() == 1);
        assertThat(server.stats().open()).isEqualTo(3);
        assertThat(server.dial("localhost", port()))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("expected ≤ 3 connections");
    }

    @Test
    void a_peer_that_does_not_read_is_closed_and_memory_is_bounded() throws IOException {
        Socket socket = connect();
        String message = "m|sip||\r\n"
                + SipRequest.builder("MESSAGE", "sip:h")
                        .body("x".repeat(15_000), "text/plain")
                        .build();
        say(socket, GOOD);
        try {
            for (int i = 0; i < 100_000 && server.stats().notReading() == 0; i++) {
                say(socket, message);
            }
        } catch (SocketException closed) {
            assertThat(closed).isNotNull();
        }
        await().until(() -> server.stats().notReading() == 1);
    }

    @Test
    void an_unknown_command_reaches_the_engine_which_decides() throws IOException {
        Socket socket = connect();
        say(socket, "abc|frobnicate|x");
        assertThat(hear(socket))
                .isInstanceOfSatisfying(
                        Reply.Ok.class, ok -> assertThat(ok.inReplyTo()).isEqualTo("abc"));
        assertThat(server.stats().received()).isEqualTo(1);
    }
}
