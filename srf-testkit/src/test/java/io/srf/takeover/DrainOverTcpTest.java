// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.Call;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes with real sockets and threads are replaced while calls are up and more are being set up. */
class DrainOverTcpTest {
    private static final int CALLS = 20;
    private static final String SECRET = "upgrade";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LoopbackWorld sockets = new LoopbackWorld();
    private final MemorySessionStore store = MemorySessionStore.create();
    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
            .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SECRET));
    private final Phone bob = sockets.phone("bob").onCall(Call::answers);
    private final List<Srf> nodes = new ArrayList<>();
    private final List<Phone> callers = new ArrayList<>();
    private final Map<String, Integer> ends = new ConcurrentHashMap<>();

    private Srf joins() {
        Srf srf = Srf.create(cfg -> cfg.app("desk").sessions(store));
        srf.invite((req, res) -> {
            srf.session(req).put("caller", req.callingNumber());
            srf.createB2BUA(req, res, bob.uri().toString());
        });
        srf.onTerminate(e -> ends.merge(e.dialog().id(), 1, Integer::sum));
        InetSocketAddress admin = Objects.requireNonNull(engine.adminAddress());
        srf.connect(admin.getHostString(), admin.getPort(), SECRET).join();
        nodes.add(srf);
        return srf;
    }

    private void call(int calls) {
        InetSocketAddress engineAddress = engine.listenPoints().getFirst().address();
        for (int i = 0; i < calls; i++) {
            Phone caller = sockets.phone("caller" + callers.size()).outboundProxy(engineAddress);
            callers.add(caller.calls("sip:desk@127.0.0.1:" + engineAddress.getPort()));
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(Srf::close);
        engine.close();
        store.close();
        sockets.close();
    }

    @Test
    void no_call_is_lost() throws Exception {
        Srf first = joins();
        Srf second = joins();
        call(CALLS);
        var firstDrained = first.drain();
        call(CALLS);
        firstDrained.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        Srf third = joins();
        call(CALLS);
        second.drain().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        callers.forEach(Phone::isInCall);
        callers.forEach(caller -> caller.sends("INFO").sees(200, "INFO"));

        assertThat(third.dialogs())
                .hasSize(2 * callers.size())
                .allMatch(leg -> leg.session().get("caller", String.class).startsWith("caller"));
        callers.forEach(Phone::hangsUp);
        callers.forEach(caller -> caller.sees(200, "BYE").isIdle());
        await().atMost(LIMIT).until(() -> ends.size() == 2 * callers.size() && third.openCalls() == 0);
        assertThat(ends.values()).containsOnly(1);
        await().until(() -> engine.stats().join().dialogs() == 0);
    }
}
