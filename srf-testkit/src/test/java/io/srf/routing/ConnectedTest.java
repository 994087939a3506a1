// SPDX-License-Identifier: Apache-2.0
package io.srf.routing;

import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.app.Agent;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that is connected is given calls at once. */
class ConnectedTest {
    private static final String SECRET = "cymru";
    private static final int TIMES = 100;

    private final LoopbackWorld world = new LoopbackWorld();
    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
            .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SECRET));
    private final Phone alice =
            world.phone("alice").outboundProxy(engine.listenPoints().getFirst().address());

    @AfterEach
    void nothing_is_left_over() {
        try (world;
                engine) {
            await().until(() -> engine.stats().join().openRequests() == 0);
        }
    }

    private void isServedAtOnce(Function<Srf, CompletableFuture<Agent>> connects) {
        for (int i = 0; i < TIMES; i++) {
            try (Srf srf = Srf.create()) {
                srf.message((req, res) -> res.send(200));
                srf.options((req, res) -> res.send(200));
                srf.invite((req, res) -> res.send(486));
                connects.apply(srf).join();
                alice.calls("bob").sees(486).isIdle();
            }
        }
    }

    @Test
    void a_handler_that_was_added_later_is_served_when_that_is_waited_for() {
        for (int i = 0; i < TIMES; i++) {
            try (Srf srf = Srf.create()) {
                srf.connect("127.0.0.1", engine.adminAddress().getPort(), SECRET)
                        .join();
                srf.invite((req, res) -> res.send(486));
                srf.links().routed().join();
                alice.calls("bob").sees(486).isIdle();
            }
        }
    }

    @Test
    void over_TCP() {
        isServedAtOnce(srf -> srf.connect("127.0.0.1", engine.adminAddress().getPort(), SECRET));
    }

    @Test
    void in_this_JVM() {
        isServedAtOnce(srf -> srf.connect(engine));
    }
}
