// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Dialog;
import io.srf.StoreTrouble;
import io.srf.app.Extras;
import io.srf.app.SipException;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What becomes of calls when Redis is killed, while 20 of them a second come and go and others stay. By {@code CALLS_FIRST} none notices it, and the
 * store then holds those that are up and no other; by {@code SAFETY_FIRST} new ones are refused meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
class TroubleUnderLoadTest {
    private static final int STANDING = 10;
    /** A second of them. */
    private static final int SOME = 20;

    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);
    private static final Duration LONG_LEASE = Duration.ofMinutes(5);
    /** Entries that a broken write has left expire by then. */
    private static final Duration EXPIRY = Duration.ofSeconds(90);

    private static final Duration FAILOVER = Duration.ofSeconds(60);

    private final Crowd crowd = new Crowd();
    private @Nullable Desk desk;

    @AfterEach
    void close() {
        if (desk != null) {
            desk.close();
        }
        crowd.close();
    }

    @Test
    void no_call_fails_while_redis_is_down_and_comes_back_with_its_data() {
        try (RedisProcess server = RedisProcess.start("--appendonly", "yes", "--appendfsync", "always")) {
            goesOn(server.uri(), List.of(server), () -> {
                server.kill();
                crowd.talks(2 * SOME);
                server.restart();
            });
        }
    }

    @Test
    void no_call_fails_while_redis_is_down_and_those_that_are_up_are_put_into_it_when_it_comes_back_empty() {
        try (RedisProcess server = RedisProcess.start()) {
            goesOn(server.uri(), List.of(server), () -> {
                server.kill();
                crowd.talks(2 * SOME);
                server.restart();
            });
        }
    }

    @Test
    void no_call_fails_while_sentinels_promote_a_replica() {
        try (RedisSentinels set = RedisSentinels.start()) {
            goesOn(set.uri(), List.of(set.replica()), () -> {
                set.master().kill();
                await().atMost(FAILOVER)
                        .until(() -> set.replica().does("INFO", "replication").contains("role:master"));
            });
        }
    }

    @Test
    void no_call_fails_while_the_replica_of_a_dead_node_takes_its_place_in_a_cluster() {
        try (RedisCluster cluster = RedisCluster.start(3, true)) {
            RedisProcess dying = cluster.masters().getFirst();
            List<RedisProcess> others =
                    cluster.nodes().stream().filter(node -> node != dying).toList();
            goesOn(cluster.uri(), others, () -> {
                dying.kill();
                await().atMost(FAILOVER)
                        .until(() -> others.stream()
                                .allMatch(node -> node.does("CLUSTER", "INFO").contains("cluster_state:ok")
                                        && others.stream()
                                                        .filter(TroubleUnderLoadTest::isMaster)
                                                        .count()
                                                == 3));
            });
        }
    }

    @Test
    void an_application_that_puts_safety_first_refuses_new_calls_until_redis_is_back_and_keeps_those_it_has() {
        try (RedisProcess server = RedisProcess.start("--appendonly", "yes", "--appendfsync", "always")) {
            Desk careful = open(server.uri(), StoreTrouble.SAFETY_FIRST, LONG_LEASE);
            List<Dialog> standing = crowd.stays(careful, STANDING);
            await().until(() -> records(List.of(server)).size() == STANDING);
            server.kill();
            await().until(() -> refusal(careful) != null);

            for (int i = 0; i < SOME; i++) {
                SipResponse refusal = refusal(careful);
                assertThat(refusal).isNotNull();
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.header("Retry-After")).isNotNull();
            }
            standing.forEach(TroubleUnderLoadTest::answers);

            server.restart();
            await().until(() -> refusal(careful) == null);
            standing.forEach(TroubleUnderLoadTest::answers);
            end(careful, standing, List.of(server));
            Aging.empties(List.of(server));
        }
    }

    /** Calls come and go, before the trouble, while it lasts and afterwards. */
    private void goesOn(String uri, List<RedisProcess> survivors, Runnable trouble) {
        Desk open = open(uri, StoreTrouble.CALLS_FIRST, SHORT_LEASE);
        List<Dialog> standing = crowd.stays(open, STANDING);
        crowd.begins(open);
        crowd.talks(SOME);
        trouble.run();
        crowd.talks(SOME);
        crowd.stops();

        assertThat(crowd.failures()).isEmpty();
        assertThat(crowd.placed()).isGreaterThanOrEqualTo(3 * SOME);
        await("the records of the calls that are up, and no other")
                .atMost(FAILOVER)
                .untilAsserted(() -> assertThat(records(survivors)).hasSize(STANDING));
        standing.forEach(TroubleUnderLoadTest::answers);
        end(open, standing, survivors);
        await("the expiry of entries")
                .atMost(EXPIRY)
                .untilAsserted(() -> assertThat(keys(survivors, "srf:*")).isEmpty());
    }

    private Desk open(String uri, StoreTrouble policy, Duration lease) {
        Desk open = Desk.open(uri, policy, lease, crowd);
        desk = open;
        return open;
    }

    private static void answers(Dialog call) {
        assertThat(call.request("INFO", Extras.NONE).join().status()).isEqualTo(200);
    }

    /** All hang up, and no record is left; entries are at the latest when they expire. */
    private void end(Desk open, List<Dialog> standing, List<RedisProcess> survivors) {
        standing.forEach(call -> call.destroy(Extras.NONE).join());
        await().untilAsserted(() -> {
            assertThat(crowd.dialogs()).isZero();
            assertThat(open.dialogs()).isEmpty();
        });
        await().until(() -> records(survivors).isEmpty());
    }

    /** The response that refuses a call; null if it is taken, and then it is hung up. */
    private @Nullable SipResponse refusal(Desk called) {
        try {
            crowd.calls(called).join().destroy(Extras.NONE).join();
            return null;
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(SipException.class);
            return ((SipException) e.getCause()).response();
        }
    }

    private static boolean isMaster(RedisProcess node) {
        return node.does("INFO", "replication").contains("role:master");
    }

    private static Set<String> records(List<RedisProcess> servers) {
        return keys(servers, "srf:call:*");
    }

    private static Set<String> keys(List<RedisProcess> servers, String pattern) {
        return servers.stream()
                .flatMap(server -> server.does("KEYS", pattern).lines())
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toSet());
    }
}
