// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.srf.session.internal.SessionKeys;
import io.srf.session.redis.RedisSessionStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed with SIGKILL while they have calls. */
class FailoverTest {
    private static final int CALLS = 60;
    private static final int LEGS = 2 * CALLS;

    @TempDir
    Path folder;

    @Test
    void a_call_outlives_the_process_that_has_it() {
        assertThat(Main.run(new String[] {"demo-failover"})).isZero();
    }

    @Test
    void a_demo_that_is_interrupted_leaves_no_process_behind() {
        try (ChildProcess demo = ChildProcess.start("demo", "demo-failover")) {
            demo.prints("alice .*180 INVITE", 1);
            List<ProcessHandle> children = demo.descendants();
            assertThat(children).hasSize(6);
            demo.stop();
            await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void sixty_calls_outlive_it_and_each_of_their_legs_ends_once() throws Exception {
        sixtyCalls(ChildProcess::kill);
    }

    @Test
    void sixty_calls_go_on_elsewhere_when_their_process_is_told_to_end() throws Exception {
        sixtyCalls(first -> {
            first.stop();
            first.prints("drained", 1);
        });
    }

    private void sixtyCalls(Consumer<ChildProcess> end) throws Exception {
        assumeTrue(Sipp.isInstalled(), "sipp is not installed");
        int bob = Sipp.freePort();
        try (LocalRedis redis = LocalRedis.start(Sipp.freePort());
                ChildProcess engine = ChildProcess.start(
                        "engine", "server", "--listen", "udp:127.0.0.1:0", "--admin", "127.0.0.1:0", "--secret", "s")) {
            int sip = Integer.parseInt(engine.prints(DemoFailoverCommand.LISTENING, 1));
            String server = "127.0.0.1:" + engine.prints(DemoFailoverCommand.ADMIN, 1);
            try (ChildProcess first = node("node-1", server, redis, bob);
                    ChildProcess second = node("node-2", server, redis, bob);
                    Sipp called = Sipp.called("callee", folder, bob, "-m", String.valueOf(CALLS))) {
                first.prints("ready", 1);
                second.prints("ready", 1);
                try (Sipp calling = Sipp.calling(
                        "holding-caller", folder, sip, "-m", String.valueOf(CALLS), "-r", "20", "-d", "8000")) {
                    first.prints("created", CALLS);
                    second.prints("created", CALLS);
                    await().until(() -> areAllStored(redis, legs("created", first, second)));
                    end.accept(first);
                    calling.plays();
                    called.plays();
                }
                second.prints("recovered", CALLS);
                second.prints("terminated", LEGS);
                assertEachLegEndedOnce(first, second);
            }
        }
    }

    private static ChildProcess node(String name, String server, LocalRedis redis, int bob) {
        return ChildProcess.start(
                name,
                "b2bua",
                "--server",
                server,
                "--secret",
                "s",
                "--to",
                "sip:bob@127.0.0.1:" + bob,
                "--redis",
                redis.uri(),
                "--node",
                name,
                "--app",
                "desk",
                "--events");
    }

    /** Whether the store knows of each of these dialogs that it was answered. */
    private static boolean areAllStored(LocalRedis redis, List<String> legs) {
        try (RedisSessionStore store = RedisSessionStore.connect(redis.uri())) {
            return legs.stream()
                    .map(leg -> leg.substring(leg.indexOf(' ') + 1))
                    .allMatch(callId -> store.findByKey(SessionKeys.callId(callId)).stream()
                            .map(record -> new String(record.snapshot().value(), StandardCharsets.UTF_8))
                            .allMatch(document -> document.split("CONFIRMED", -1).length == 3));
        }
    }

    private static void assertEachLegEndedOnce(ChildProcess first, ChildProcess second) {
        assertThat(legs("created", first, second)).hasSize(LEGS).doesNotHaveDuplicates();
        assertThat(legs("terminated", first, second))
                .containsExactlyInAnyOrderElementsOf(legs("created", first, second));
        assertThat(second.lines())
                .filteredOn(line -> line.startsWith("terminated"))
                .allMatch(line -> line.contains("caller=sip:caller-"));
    }

    /** Role and Call-ID of the dialogs that had this event. */
    private static List<String> legs(String event, ChildProcess... nodes) {
        return Stream.of(nodes)
                .flatMap(node -> node.lines().stream())
                .map(line -> line.split(" ", 4))
                .filter(words -> words[0].equals(event))
                .map(words -> words[1] + ' ' + words[2])
                .toList();
    }
}
