// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.server.tls.TestIdentities;
import io.srf.server.tls.TlsContexts;
import io.srf.server.transport.TestNetwork.Received;
import io.srf.sip.SipLimits;
import java.net.InetSocketAddress;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIP over WebSockets (RFC 7118). */
@ExtendWith(NoLeaks.class)
class NettyNetworkWebSocketTest {
    /** The example of RFC 6455 §1.3, with SIP. */
    private static final String UPGRADE = """
            GET / HTTP/1.1
            Host: server.example.com
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: sip
            Sec-WebSocket-Version: 13

            """.replace("\n", "\r\n");

    /** RFC 6455 §7.4.1. */
    private static final int TOO_BIG = 1009;

    private TestNetwork engine = TestNetwork.open("ws:127.0.0.1:0");

    private void reopen(NetworkOptions options) {
        engine.close();
        engine = TestNetwork.open("ws:127.0.0.1:0", options);
    }

    private InetSocketAddress address() {
        return engine.address(Protocol.WS);
    }

    @AfterEach
    void close_all() {
        engine.close();
    }

    @Test
    void a_message_is_answered_on_the_WebSocket_it_came_by() {
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            browser.send(OPTIONS);
            Received received = engine.next();
            engine.send(received.flow(), "SIP/2.0 200 Sch\u00f6n");

            assertThat(browser.socket().getSubprotocol()).isEqualTo("sip");
            assertThat(received.text()).isEqualTo(OPTIONS);
            assertThat(received.flow().protocol()).isEqualTo(Protocol.WS);
            assertThat(browser.next()).startsWith("binary");
            assertThat(engine.troubles()).isEmpty();
        }
    }

    @Test
    void a_WebSocket_is_found_by_its_address_as_WS_and_as_TCP() {
        try (TestNetwork both = TestNetwork.open("ws:127.0.0.1:0,tcp:127.0.0.1:0");
                WebSocketPeer browser = WebSocketPeer.connect(both.address(Protocol.WS))) {
            browser.send(OPTIONS);
            Flow flow = both.next().flow();
            both.send(both.network.flowTo(Protocol.TCP, flow.remote()), "hello");

            assertThat(both.network.flowTo(Protocol.WS, flow.remote())).isEqualTo(flow);
            assertThat(browser.next()).isEqualTo("hello");
        }
    }

    @Test
    void the_engine_cannot_open_a_WebSocket() {
        assertThatThrownBy(() -> engine.network.flowTo(Protocol.WS, address()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one that it has opened");
    }

    @Test
    void WSS_is_the_same_over_TLS() {
        try (TestNetwork secure =
                        TestNetwork.open("wss:127.0.0.1:0", NetworkOptions.DEFAULT.withTls(TestIdentities.options()));
                WebSocketPeer browser = WebSocketPeer.connect(
                        secure.address(Protocol.WSS), new TlsContexts(TestIdentities.options()).clientContext())) {
            browser.send(OPTIONS);
            Received received = secure.next();
            secure.send(received.flow(), "hello");

            assertThat(received.flow().protocol()).isEqualTo(Protocol.WSS);
            assertThat(browser.next()).isEqualTo("hello");
        }
    }

    @Test
    void binary_messages_and_messages_in_fragments_are_put_together() {
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            browser.sendBinary(OPTIONS);
            WebSocket socket = browser.socket();
            socket.sendText(OPTIONS.substring(0, 10), false).join();
            socket.sendPing(ByteBuffer.wrap("between".getBytes(StandardCharsets.UTF_8)))
                    .join();
            socket.sendText(OPTIONS.substring(10, 20), false).join();
            socket.sendText(OPTIONS.substring(20), true).join();

            assertThat(engine.next().text()).isEqualTo(OPTIONS);
            assertThat(engine.next().text()).isEqualTo(OPTIONS);
            assertThat(browser.next()).isEqualTo("pong between");
        }
    }

    @Test
    void a_double_CRLF_is_answered_with_one() {
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            browser.send("\r\n\r\n");

            assertThat(browser.next()).isEqualTo("\r\n");
            assertThat(engine.received).isEmpty();
        }
    }

    @Test
    void a_ping_of_a_peer_who_is_not_heard_any_more_closes_the_WebSocket_without_an_answer() {
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            engine.admitting = false;

            browser.socket().sendPing(ByteBuffer.allocate(1)).join();

            await().until(() -> engine.network.connections() == 0);
            assertThat(browser.messages).isEmpty();
        }
    }

    @Test
    void a_double_CRLF_of_one_does_so_too() {
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            engine.admitting = false;

            browser.send("\r\n\r\n");

            await().until(() -> engine.network.connections() == 0);
            assertThat(browser.messages).isEmpty();
        }
    }

    @Test
    void who_does_not_speak_SIP_gets_no_WebSocket() {
        assertThatThrownBy(() -> WebSocketPeer.connect(address(), "chat")).isInstanceOf(CompletionException.class);
        engine.awaitCount(NetworkCounter.FRAMING_ERRORS, 1);
    }

    @Test
    void the_name_of_the_sub_protocol_is_compared_exactly() {
        assertThatThrownBy(() -> WebSocketPeer.connect(address(), "SIP")).isInstanceOf(CompletionException.class);
        engine.awaitCount(NetworkCounter.FRAMING_ERRORS, 1);
    }

    @Test
    void a_text_that_is_not_UTF_8_ends_the_WebSocket_with_1007() throws Exception {
        try (TestPeer peer = TestPeer.connect(address())) {
            peer.send(UPGRADE);
            peer.receive(12);
            peer.send("\u0081\u0082\0\0\0\0\u00c3(");

            assertThat(peer.receiveToEnd()).contains("\3\u00ef");
            engine.awaitCount(NetworkCounter.FRAMING_ERRORS, 1);
            assertThat(engine.received).isEmpty();
        }
    }

    @Test
    void plain_HTTP_is_told_what_was_expected() throws Exception {
        try (TestPeer peer = TestPeer.connect(address())) {
            peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(peer.receiveToEnd())
                    .startsWith("HTTP/1.1 426 Upgrade Required")
                    .endsWith("no WebSocket, expected an upgrade to one\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Version: 99\r\n", ""})
    void another_version_is_told_which_one_was_expected(String version) throws Exception {
        try (TestPeer peer = TestPeer.connect(address())) {
            peer.send(UPGRADE.replace("Sec-WebSocket-Version: 13\r\n", version));

            assertThat(peer.receiveToEnd())
                    .startsWith("HTTP/1.1 426 Upgrade Required")
                    .containsIgnoringCase("Sec-WebSocket-Version: 13\r\n")
                    .endsWith("another version of WebSockets, expected 13\n");
        }
    }

    @Test
    void an_HTTP_request_that_comes_byte_by_byte_is_not_waited_for() throws Exception {
        Duration plenty = Duration.ofSeconds(20);
        reopen(NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(plenty, Duration.ofMillis(200), plenty)));
        try (TestPeer peer = TestPeer.connect(address())) {
            peer.send("GET / HT");

            assertThat(peer.receiveToEnd()).isEmpty();
            engine.awaitCount(NetworkCounter.SLOW_SENDERS, 1);
        }
    }

    @Test
    void endless_HTTP_headers_cost_the_connection() throws Exception {
        try (TestPeer peer = TestPeer.connect(address())) {
            peer.send("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

            assertThat(peer.receiveToEnd()).startsWith("HTTP/1.1 426");
        }
    }

    @Test
    void a_message_that_is_too_long_costs_the_WebSocket() {
        int tooMuch = SipLimits.DEFAULT.maxMessageBytes() / 4 + 1;
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            for (int i = 0; i < 4; i++) {
                browser.socket()
                        .sendText("x".repeat(tooMuch), false)
                        .exceptionally(closed -> null)
                        .join();
            }

            assertThat(browser.closed.join()).isEqualTo(TOO_BIG);
            engine.awaitCount(NetworkCounter.FRAMING_ERRORS, 1);
        }
    }

    @Test
    void a_silent_browser_is_pinged_and_one_that_answers_stays() {
        reopen(pinging(Duration.ofMillis(500)));
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            for (int i = 0; i < 4; i++) {
                WebSocketPeer.next(browser.pings);
            }

            assertThat(engine.network.connections()).isOne();
            assertThat(engine.troubles()).isEmpty();
        }
    }

    @Test
    void a_browser_that_answers_no_ping_is_given_up() throws Exception {
        reopen(pinging(Duration.ofMillis(100)));
        try (TestPeer peer = TestPeer.connect(address())) {
            peer.send(UPGRADE);

            assertThat(peer.receiveToEnd()).startsWith("HTTP/1.1 101").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            engine.awaitCount(NetworkCounter.IDLE_CONNECTIONS, 1);
        }
    }

    private static NetworkOptions pinging(Duration every) {
        Duration plenty = Duration.ofSeconds(20);
        return NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(plenty, plenty, plenty, every));
    }

    @Test
    void what_is_no_WebSocket_frame_costs_the_WebSocket() throws Exception {
        try (TestPeer peer = TestPeer.connect(address())) {
            peer.send(UPGRADE);
            peer.receive(12);
            peer.send(OPTIONS);

            peer.receiveToEnd();
            engine.awaitCount(NetworkCounter.FRAMING_ERRORS, 1);
        }
    }

    @Test
    void a_browser_that_says_goodbye_is_answered_and_forgotten() {
        try (WebSocketPeer browser = WebSocketPeer.connect(address())) {
            browser.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();

            assertThat(browser.closed.join()).isEqualTo(WebSocket.NORMAL_CLOSURE);
            await().until(() -> engine.network.connections() == 0);
            assertThat(engine.troubles()).isEmpty();
        }
    }
}
