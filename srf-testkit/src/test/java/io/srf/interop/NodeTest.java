// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.server.EngineOptions;
import io.srf.server.EngineStats;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.transaction.TimerValues;
import io.srf.server.transaction.TransactionSettings;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.testkit.CallState;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/**
 * An unmodified Node application, an engine of ours behind its admin port, and phones on real sockets. After each test nothing of its calls is
 * left in the engine, no transaction either: those end while other tests go on, and are waited for when
 * the last test is done.
 */
abstract class NodeTest {
    static final String SECRET = "cymru";
    private static final long T1 = 100;
    private static final TimerValues SHORT = TimerValues.of(T1, 4 * T1, 4 * T1);
    private static final Duration CALLS_END = Duration.ofSeconds(60);
    private static final Duration TRANSACTIONS_END = Duration.ofMinutes(2);
    /** Engines without calls, in which transactions wait for repetitions, by test. */
    private static final Map<String, SrfServer> ENDING = new LinkedHashMap<>();

    final LoopbackWorld world = new LoopbackWorld();
    final Phone alice = world.phone("alice");
    final Phone bob = world.phone("bob");
    final Phone carol = world.phone("carol");
    SrfServer server = start("udp:127.0.0.1:0", 0);
    private @Nullable NodeApplication application;

    private static SrfServer start(String listen, int adminPort) {
        TransactionSettings settings = TransactionSettings.of(SHORT);
        return SrfServer.start(ServerConfig.listen(listen)
                .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort), SECRET)
                .withEngine(EngineOptions.defaults().withTransactions(settings)));
    }

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        NodeApplication.install();
    }

    @AfterEach
    void no_call_is_left(TestInfo test) {
        try {
            await().atMost(CALLS_END).untilAsserted(() -> {
                EngineStats stats = server.stats().join();
                assertThat(stats.dialogs()).as("%s", stats).isZero();
                assertThat(stats.owedAnswers()).as("%s", stats).isZero();
            });
            assertThat(Stream.of(alice, bob, carol).flatMap(phone -> phone.allCalls().stream()))
                    .allMatch(call -> call.state() == CallState.ENDED);
        } finally {
            ENDING.put(test.getDisplayName(), server);
            if (application != null) {
                application.close();
            }
            world.close();
        }
    }

    @AfterAll
    static void nothing_is_left() {
        try {
            ENDING.forEach((test, server) -> await(test)
                    .atMost(TRANSACTIONS_END)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> server.stats().join(), EngineStats::isAtRest));
        } finally {
            ENDING.values().forEach(SrfServer::close);
            ENDING.clear();
        }
    }

    /** The same engine again, with nothing that it knew. */
    void restartsTheEngine() {
        int admin = adminPort();
        String listen = "udp:127.0.0.1:" + address().getPort();
        server.close();
        server = start(listen, admin);
    }

    /** Starts an application and waits for its connection; its name is one of the functions in {@code app.js} and beside it. */
    NodeApplication runs(String name, Phone... phones) throws IOException {
        NodeApplication started = startsWith(SECRET, name, phones);
        started.isConnected(1);
        return started;
    }

    NodeApplication startsWith(String secret, String name, Phone... phones) throws IOException {
        world.name(address(), "engine");
        Stream<String> uris = Stream.of(phones).map(phone -> phone.uri().toString());
        NodeApplication started = NodeApplication.start(
                Stream.concat(Stream.of(name, "127.0.0.1", String.valueOf(adminPort()), secret), uris));
        application = started;
        return started;
    }

    private int adminPort() {
        InetSocketAddress admin = server.adminAddress();
        assertThat(admin).isNotNull();
        return admin.getPort();
    }

    InetSocketAddress address() {
        return server.listenPoints().getFirst().address();
    }

    /** Without those that say what one before has said: on a busy machine messages are sent again. */
    static <M extends SipMessage> List<M> once(List<M> messages) {
        Set<String> seen = new HashSet<>();
        return messages.stream()
                .filter(message -> seen.add(message.startLine() + message.cseq() + message.header(HeaderName.TO)))
                .toList();
    }

    /** Where the application is called. */
    String engine() {
        return engine(Methods.INVITE);
    }

    /** Where the application is sent this, which it wants: of that the engine may hear a moment after the application has connected. */
    String engine(String method) {
        String wanted = method.toLowerCase(Locale.ROOT);
        await().untilAsserted(
                        () -> assertThat(server.measures().join().routes()).containsKey(wanted));
        return "sip:service@127.0.0.1:" + address().getPort();
    }
}
