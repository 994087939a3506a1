// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.OPTIONS;
import static io.srf.server.transport.StreamSamples.WITH_BODY;
import static io.srf.server.transport.StreamSamples.body;
import static io.srf.server.transport.StreamSamples.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What peers can do to a TCP socket: each is bounded and counted, and a good peer is served as before. */
@ExtendWith(NoLeaks.class)
class HostilePeersTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    /** Time enough for a good peer. */
    private static final Duration FAIR = Duration.ofSeconds(3);

    private TestNetwork engine = TestNetwork.open("tcp:127.0.0.1:0");

    @AfterEach
    void a_good_peer_is_still_served() throws Exception {
        await().until(() -> engine.network.connections() == 0);
        try (TestPeer good = connect()) {
            good.send(OPTIONS);
            engine.send(engine.next().flow(), "served");
            assertThat(good.receive(6)).isEqualTo("served");
        }
        engine.close();
    }

    @Test
    void a_request_without_Content_Length_is_answered_with_400_and_the_connection_closes() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send(request("INVITE", "", "v=0\r\n"));

            String answer = peer.receiveToEnd();

            assertThat(answer)
                    .startsWith("SIP/2.0 400 Content-Length is missing")
                    .endsWith("\r\n\r\n");
            assertThat(answer).contains("Call-ID: a84b4c76e66710");
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.FRAMING_ERRORS);
    }

    @Test
    void a_message_of_10_MB_is_answered_with_513_before_it_is_read() throws Exception {
        try (TestPeer peer = connect()) {
            String tooLong = body(10_000_000);
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    peer.send(tooLong);
                } catch (IOException e) {
                    // The engine does not wait for all of it.
                }
            });

            assertThat(peer.receiveToEnd()).startsWith("SIP/2.0 513 ");
            peer.close();
            sender.join();
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.FRAMING_ERRORS);
    }

    @Test
    void a_peer_that_stays_after_the_answer_is_closed_all_the_same() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send(request("INVITE", "", ""));

            peer.receiveToEnd();

            await().until(() -> engine.network.connections() == 0);
        }
    }

    @Test
    void a_TLS_hello_closes_the_connection_at_once() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send("\u0016\u0003\u0001\u0000\u00a5");

            assertThat(peer.receiveToEnd()).isEmpty();
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.FRAMING_ERRORS);
    }

    @Test
    void random_bytes_close_only_their_own_connection() throws Exception {
        Random random = new Random(4475);
        try (TestPeer good = connect()) {
            good.send(WITH_BODY.substring(0, 40));
            for (int i = 0; i < 100; i++) {
                try (TestPeer peer = connect()) {
                    byte[] noise = new byte[2_000];
                    random.nextBytes(noise);
                    noise[0] = 0;
                    peer.send(StreamSamples.text(noise));
                    peer.receiveToEnd();
                } catch (SocketException e) {
                    // Closed while it was sending.
                }
            }
            good.send(WITH_BODY.substring(40));

            assertThat(engine.next().text()).isEqualTo(WITH_BODY);
        }
        engine.awaitCount(NetworkCounter.FRAMING_ERRORS, 100);
    }

    @Test
    void a_peer_that_sends_a_few_bytes_at_a_time_is_cut_off() throws Exception {
        reopen(NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(LONG, SHORT, LONG)));
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            engine.next();

            Thread dripping = drip(peer, OPTIONS);

            assertThat(peer.receiveToEnd()).isEmpty();
            dripping.join();
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.SLOW_SENDERS);
        assertThat(engine.received).isEmpty();
    }

    @Test
    void a_peer_that_connects_and_says_nothing_is_cut_off() throws Exception {
        reopen(NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(LONG, SHORT, LONG)));
        try (TestPeer peer = connect()) {
            assertThat(peer.receiveToEnd()).isEmpty();
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.SLOW_SENDERS);
    }

    @Test
    void a_connection_is_not_cut_off_between_messages() throws Exception {
        reopen(NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(LONG, FAIR, LONG)));
        try (TestPeer peer = connect();
                TestPeer silent = connect()) {
            peer.send(OPTIONS + WITH_BODY.substring(0, 10));
            engine.next();
            peer.send(WITH_BODY.substring(10));
            engine.next();

            silent.receiveToEnd();

            peer.send(OPTIONS);
            assertThat(engine.next().text()).isEqualTo(OPTIONS);
        }
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        reopen(NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(LONG, LONG, SHORT)));
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            engine.next();

            assertThat(peer.receiveToEnd()).isEmpty();
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.IDLE_CONNECTIONS);
    }

    @Test
    void a_connection_that_calls_depend_on_may_be_idle() throws Exception {
        reopen(NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(LONG, LONG, FAIR)));
        try (TestPeer held = connect();
                TestPeer idle = connect()) {
            held.send(OPTIONS);
            engine.next().flow().hold();
            idle.send(OPTIONS);
            engine.next();
            assertThat(idle.receiveToEnd()).isEmpty();

            held.send(OPTIONS);
            Flow flow = engine.next().flow();
            assertThat(engine.count(NetworkCounter.IDLE_CONNECTIONS)).isOne();
            flow.release();
            assertThat(held.receiveToEnd()).isEmpty();
        }
    }

    @Test
    void pings_keep_a_connection_open() throws Exception {
        reopen(NetworkOptions.DEFAULT.withTimes(new ConnectionTimes(LONG, LONG, FAIR)));
        try (TestPeer idle = connect();
                TestPeer pinging = connect()) {
            Thread ended = Thread.startVirtualThread(() -> {
                try {
                    idle.receiveToEnd();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            while (!ended.join(Duration.ofMillis(100))) {
                pinging.send("\r\n\r\n");
                assertThat(pinging.receive(2)).isEqualTo("\r\n");
            }

            pinging.send(OPTIONS);
            assertThat(engine.next().text()).isEqualTo(OPTIONS);
            assertThat(engine.count(NetworkCounter.IDLE_CONNECTIONS)).isOne();
        }
    }

    @Test
    void a_peer_that_does_not_read_is_closed_and_what_it_missed_fails() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            Flow flow = engine.next().flow();
            String large = body(200_000);

            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                engine.send(flow, large);
                return engine.count(NetworkCounter.SLOW_READERS) > 0;
            });

            assertThat(engine.nextFailure()).hasMessageContaining("does not read");
            peer.receiveToEnd();
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.SLOW_READERS);
        engine.failures.clear();
    }

    @Test
    void incomplete_messages_together_have_a_bound() throws Exception {
        reopen(NetworkOptions.DEFAULT.withConnections(new ConnectionLimits(100, 100, 1 << 20, 150_000)));
        String half = body(100_000).substring(0, 100_000);
        try (TestPeer first = connect();
                TestPeer second = connect()) {
            first.send(half);
            await().until(() -> engine.network.opened().connections().partials().held() == 100_000);
            second.send(half);

            assertThat(second.receiveToEnd()).isEmpty();

            first.send(body(100_000).substring(100_000));
            assertThat(engine.next().text()).isEqualTo(body(100_000));
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.PARTIAL_OVERFLOWS);
    }

    @Test
    void a_connection_that_is_hung_up_later_is_not_read_until_then() throws Exception {
        try (TestPeer peer = connect()) {
            peer.send(OPTIONS);
            engine.next().flow().hangUp(SHORT);
            await().until(() ->
                    engine.network.opened().connections().find(Peer.at(Protocol.TCP, peer.address())) == null);
            peer.send(OPTIONS);

            assertThat(peer.receiveToEnd()).isEmpty();
        }
        assertThat(engine.received).isEmpty();
        assertThat(engine.troubles()).isEmpty();
    }

    @Test
    void an_address_has_no_more_connections_than_its_share() throws Exception {
        reopen(NetworkOptions.DEFAULT.withConnections(new ConnectionLimits(100, 2, 1 << 20, 1 << 20)));
        try (TestPeer first = connect();
                TestPeer second = connect()) {
            first.send(OPTIONS);
            second.send(OPTIONS);
            engine.next();
            engine.next();
            try (TestPeer third = connect()) {
                assertThat(third.receiveToEnd()).isEmpty();
            }
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.CONNECTIONS_REFUSED);
        assertThat(engine.count(NetworkCounter.CONNECTIONS_ACCEPTED)).isEqualTo(2);
    }

    @Test
    void a_thousand_connections_at_once_are_served_or_refused() throws Exception {
        reopen(NetworkOptions.DEFAULT.withConnections(new ConnectionLimits(1_000, 500, 1 << 20, 1 << 20)));
        List<TestPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                peers.add(connect());
            }
            engine.awaitCount(NetworkCounter.CONNECTIONS_REFUSED, 500);
            assertThat(engine.network.connections()).isEqualTo(500);
        } finally {
            for (TestPeer peer : peers) {
                peer.close();
            }
        }
    }

    /** Sends a character every now and then until the connection is closed. */
    private static Thread drip(TestPeer peer, String text) {
        return Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < text.length(); i++) {
                    peer.send(text.substring(i, i + 1));
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException e) {
                // Cut off.
            }
        });
    }

    private void reopen(NetworkOptions options) {
        engine.close();
        engine = TestNetwork.open("tcp:127.0.0.1:0", options);
    }

    private TestPeer connect() throws IOException {
        return TestPeer.connect(engine.address(Protocol.TCP));
    }
}
