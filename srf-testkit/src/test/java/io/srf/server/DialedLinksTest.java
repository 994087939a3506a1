// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.link.LinkServer;
import io.srf.link.PeerLimits;
import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.lookup.Resolver;
import io.srf.server.routing.Choice;
import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.ListenAddress;
import io.srf.server.transport.NettyLoops;
import io.srf.server.transport.NettyNetwork;
import io.srf.server.transport.NetworkOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications that the engine connects to, and that take their time. */
class DialedLinksTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int MAX_WAIT_MILLIS = 10_000;

    private final NettyLoops loops = new NettyLoops(1);
    private final Engine engine = new Engine(
            new NettyNetwork(loops, ListenAddress.parseList("udp:127.0.0.1:0"), NetworkOptions.DEFAULT),
            loops.shards(),
            new Resolver(Runnable::run),
            EngineOptions.defaults(),
            shard -> new Random(shard));
    private final Admission admission = Admission.withSecret("cymru");
    private final LinkServer links =
            new LinkServer(ANY_PORT, link -> engine.accept(link, admission), PeerLimits.DEFAULT, null);

    @BeforeEach
    void the_engine_is_open() {
        engine.open();
    }

    @AfterEach
    void nothing_is_left() {
        links.close();
        await().until(() -> engine.stats().join().isAtRest());
        engine.close();
        loops.close();
    }

    private CompletionStage<Application> connects(ServerSocket listening, Duration limit) {
        return new DialedLinks(links, engine, admission, new TlsContexts(TlsOptions.NONE), limit)
                .connect(new Choice.Connect("127.0.0.1", listening.getLocalPort(), false));
    }

    private static Socket accepted(ServerSocket listening) throws IOException {
        Socket socket = listening.accept();
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        return socket;
    }

    private static void saysHello(Socket socket) throws IOException {
        String hello = "11111111-1111-1111-1111-111111111111|authenticate|cymru";
        socket.getOutputStream().write((hello.length() + "#" + hello).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void an_application_that_authenticates_in_time_is_given() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletionStage<Application> given = connects(listening, Duration.ofMillis(MAX_WAIT_MILLIS));
            try (Socket application = accepted(listening)) {
                saysHello(application);

                assertThat(given.toCompletableFuture().join().isGone()).isFalse();
            }
        }
    }

    @Test
    void an_application_that_authenticates_too_late_is_hung_up_on() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletionStage<Application> given = connects(listening, Duration.ofMillis(100));
            try (Socket application = accepted(listening)) {
                assertThatThrownBy(() -> given.toCompletableFuture().join())
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(TimeoutException.class);
                saysHello(application);

                assertThat(application.getInputStream().readAllBytes()).isEmpty();
            }
        }
    }
}
