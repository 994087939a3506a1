// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.Call;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that promises not to block, on real sockets and threads. */
class NeverBlocksTest {
    private static final String DESK = "desk";

    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private final LoopbackWorld sockets = new LoopbackWorld();
    private final MemorySessionStore store = MemorySessionStore.create();
    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0"));
    private final Srf srf = Srf.create(cfg -> cfg.sessions(store).neverBlocks());
    private final Phone bob = sockets.phone("bob").onCall(Call::answers);

    @AfterEach
    void close() {
        await().until(() -> srf.openCalls() == 0);
        srf.close();
        engine.close();
        store.close();
        sockets.close();
    }

    private void takeDownThread() {
        threads.add(Thread.currentThread().getName());
    }

    @Test
    void its_code_runs_on_the_loop_that_brings_its_events() {
        srf.invite((req, res) -> {
            takeDownThread();
            srf.createB2BUA(req, res, bob.uri().toString()).whenComplete((call, failure) -> {
                takeDownThread();
                call.uac().onInfo((info, answer) -> {
                    takeDownThread();
                    answer.send(200);
                });
            });
        });
        srf.onTerminate(e -> takeDownThread());
        srf.connect(engine).join();

        InetSocketAddress address = engine.listenPoints().getFirst().address();
        Phone alice = sockets.phone("alice").outboundProxy(address).calls("sip:" + DESK + "@127.0.0.1");
        alice.isInCall();
        bob.sends("INFO").sees(200, "INFO").hangsUp();
        bob.sees(200, "BYE").isIdle();
        alice.isIdle();

        await().until(() -> threads.size() == 5);
        assertThat(threads).allMatch(name -> name.startsWith("srf-loop"));
    }
}
