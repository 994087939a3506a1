// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.protection.OverloadLimits;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.Refused;
import io.srf.server.routing.Choice;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine on a real socket whose loop is slow: each request that it takes costs 5 ms. */
class OverloadTest {
    private static final Duration LIMIT = Duration.ofMillis(120);
    private static final int ANSWER_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
            .withLoops(1)
            .withEngine(EngineOptions.defaults()
                    .withChooser(arrival -> {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                        return CompletableFuture.completedFuture(new Choice.Reject(404, null));
                    })
                    .withProtection(
                            ProtectionOptions.DEFAULT.withOverload(OverloadLimits.DEFAULT.withMaxWait(LIMIT)))));
    private final InetSocketAddress at = engine.listenPoints().getFirst().address();
    private final DatagramSocket socket = new DatagramSocket();
    private int number;

    OverloadTest() throws IOException {
        socket.setSoTimeout(ANSWER_MILLIS);
    }

    @AfterEach
    void all_is_closed() {
        socket.close();
        engine.close();
    }

    private void sends(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String id = "o" + ++number;
            byte[] options = ("OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                            + socket.getLocalPort() + ";rport;branch=z9hG4bK" + id
                            + "\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:x@h>\r\nCall-ID: " + id
                            + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            socket.send(new DatagramPacket(options, options.length, at));
        }
    }

    private String answer() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    /** Sends a request until one is answered in this way; some may be lost while the socket is full. */
    private void isAnswered(String statusLine) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SocketTimeoutException.class)
                .untilAsserted(() -> {
                    sends(1);
                    String last = answer();
                    while (!last.contains("Call-ID: o" + number + "\r\n")) {
                        last = answer();
                    }
                    assertThat(last).startsWith(statusLine);
                });
    }

    @Test
    void new_requests_are_refused_early_while_datagrams_wait_and_taken_again_afterwards() throws Exception {
        isAnswered("SIP/2.0 404");

        await().atMost(PATIENCE).untilAsserted(() -> {
            sends(100);
            assertThat(engine.refusals().get(Refused.OVERLOADED)).isGreaterThan(100);
        });
        String refusal = answer();
        while (!refusal.startsWith("SIP/2.0 503")) {
            refusal = answer();
        }
        assertThat(refusal).contains("\r\nRetry-After: ");

        isAnswered("SIP/2.0 404");
    }
}
