// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.protection.Refused;
import io.srf.server.transport.ConnectionTimes;
import io.srf.server.transport.NetworkOptions;
import io.srf.server.transport.Protocol;
import io.srf.server.transport.Subnet;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Garbage at every door of an engine on real sockets while calls are up and others come and go. */
class UnderAttackTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ConnectionTimes HASTY =
            new ConnectionTimes(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(20));
    private static final String HUGE_MESSAGE = """
            MESSAGE sip:x@h SIP/2.0
            Via: SIP/2.0/TCP h;branch=z9hG4bK1
            From: <sip:a@h>;tag=1
            To: <sip:x@h>
            Call-ID: 1
            CSeq: 1 MESSAGE
            Content-Length: 10000000

            """.replace("\n", "\r\n");

    private final LoopbackWorld world = new LoopbackWorld();
    private final SrfServer engine =
            SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0,tcp:127.0.0.1:0,ws:127.0.0.1:0")
                    .withAdmin(ANY_PORT, "cymru")
                    .withNetwork(NetworkOptions.DEFAULT.withTimes(HASTY)));
    private final Srf srf = Srf.create(config -> {});
    private final Random random = new Random(6);
    private final List<Thread> attackers = new ArrayList<>();
    private final Phone bob = world.phone("bob").answersAfter(Duration.ofMillis(1));

    @BeforeEach
    void an_application_connects_callers_with_bob() {
        srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()));
        srf.connect(engine).join();
    }

    @AfterEach
    void nothing_is_left_over() {
        try (world;
                engine;
                srf) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(engine.stats().join().dialogs()).isZero();
                assertThat(engine.stats().join().owedAnswers()).isZero();
            });
        }
    }

    private InetSocketAddress at(Protocol protocol) {
        return Listening.at(engine, protocol);
    }

    private InetSocketAddress admin() {
        return Objects.requireNonNull(engine.adminAddress());
    }

    private void attack(Runnable attacker) {
        attackers.add(Thread.startVirtualThread(attacker));
    }

    private Phone calls(String name) {
        return world.phone(name).outboundProxy(at(Protocol.UDP)).calls("bob").isInCall();
    }

    private long refused(Refused why) {
        return engine.refusals().getOrDefault(why, 0L);
    }

    @Test
    void a_blocked_source_may_not_connect_and_loses_the_connections_that_it_has() throws Exception {
        try (Socket open = Attackers.connect(at(Protocol.TCP))) {
            open.getOutputStream().write(Attackers.bytes("\r\n\r\n"));
            assertThat(open.getInputStream().readNBytes(2)).hasSize(2);
            engine.blocklist().block(Subnet.parse("127.0.0.0/8"), null);
            open.getOutputStream().write(Attackers.bytes("OPTIONS sip:x@h SIP/2.0\r\nContent-Length: 0\r\n\r\n"));

            assertThat(Attackers.isClosed(open)).isTrue();
            assertThat(Attackers.isClosedAfter(at(Protocol.TCP), new byte[0])).isTrue();
            assertThat(Attackers.isClosedAfter(at(Protocol.WS), new byte[0])).isTrue();
        }
        assertThat(refused(Refused.BLOCKED_MESSAGE)).isOne();
        assertThat(refused(Refused.BLOCKED_CONNECTION)).isEqualTo(2);

        engine.blocklist().unblock(Subnet.parse("127.0.0.0/8"));
        calls("alice").hangsUp().isIdle();
    }

    @Test
    void calls_go_on_under_garbage_at_every_door() throws Exception {
        Phone talking = calls("alice");

        attack(() -> Attackers.datagrams(at(Protocol.UDP), 500, random));
        for (InetSocketAddress door : List.of(at(Protocol.TCP), at(Protocol.WS), admin())) {
            for (int i = 0; i < 10; i++) {
                byte[] noise = Attackers.noise(random, 3_000);
                attack(() -> assertThat(Attackers.isClosedAfter(door, noise)).isTrue());
            }
        }
        attack(() -> Attackers.isClosedAfter(at(Protocol.TCP), Attackers.huge(HUGE_MESSAGE)));
        attack(() -> Attackers.isClosedAfter(at(Protocol.TCP), Attackers.huge("INVITE sip:x@h SIP/2.0\r\nX: ")));
        attack(() -> Attackers.isClosedAfter(at(Protocol.WS), Attackers.huge("GET / HTTP/1.1\r\nX: ")));
        attack(() -> Attackers.isClosedAfter(admin(), Attackers.huge("10000000#")));
        attack(() -> Attackers.drips(at(Protocol.TCP), Attackers.bytes(HUGE_MESSAGE), 20_000_000));
        for (int i = 0; i < 20; i++) {
            calls("caller" + i).hangsUp().isIdle();
        }
        for (Thread attacker : attackers) {
            assertThat(attacker.join(PATIENCE)).isTrue();
        }

        talking.sends("INFO", "Signal=5").sees(200, "INFO");
        talking.hangsUp().isIdle();
        assertThat(refused(Refused.NO_MESSAGE)).isGreaterThan(20);
        assertThat(refused(Refused.OVERLOADED)).isZero();
    }
}
