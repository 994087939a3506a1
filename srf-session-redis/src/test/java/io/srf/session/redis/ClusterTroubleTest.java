// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static io.srf.session.redis.Calls.ANNA;
import static io.srf.session.redis.Calls.LEASE;
import static io.srf.session.redis.Calls.created;
import static io.srf.session.redis.Calls.idsBy;
import static io.srf.session.redis.Calls.snapshot;
import static io.srf.session.redis.Calls.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nodes of a Cluster die and slots move, while calls go on. */
@Execution(ExecutionMode.CONCURRENT)
class ClusterTroubleTest {
    private static final Duration FAILOVER = Duration.ofSeconds(60);
    private static final String RECORD = "srf:call:{s}";

    private RedisCluster cluster;
    private RedisSessionStore store;

    private void start(boolean withReplicas) {
        cluster = RedisCluster.start(3, withReplicas);
        store = RedisSessionStore.connect(
                RedisOptions.of(cluster.uri()).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() {
        store.close();
        cluster.close();
    }

    @Test
    void the_replica_of_a_node_that_dies_takes_its_place() {
        start(true);
        List<String> ids = IntStream.range(0, 30).mapToObj(i -> "s" + i).toList();
        ids.forEach(id -> created(store, id, "key of " + id));
        cluster.masters()
                .forEach(master -> assertThat(master.does("WAIT", "1", "5000")).isEqualTo("1"));
        cluster.masterOf("srf:call:{s0}").kill();
        await().atMost(FAILOVER)
                .ignoreExceptionsInstanceOf(SessionStoreException.class)
                .until(() -> store.renew(ANNA, ids, LEASE).isEmpty());
        for (String id : ids) {
            written(store.update(id, Stamp.first(ANNA), snapshot("x", "key of " + id), LEASE));
            assertThat(idsBy(store, "key of " + id)).containsExactly(id);
        }
    }

    @Test
    void without_a_replica_operations_fail_in_time_until_the_node_is_back() {
        start(false);
        Stamp stamp = created(store, "s", "k");
        RedisProcess dead = cluster.masterOf(RECORD);
        dead.kill();
        await().atMost(FAILOVER)
                .untilAsserted(
                        () -> assertThatThrownBy(() -> store.find("s")).isInstanceOf(SessionStoreException.class));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> store.update("s", stamp, snapshot("x"), LEASE))
                    .isInstanceOf(SessionStoreException.class);
        }
        dead.restart();
        cluster.isWhole();
        assertThat(store.update("s", stamp, snapshot("x", "k"), LEASE)).isEqualTo(new StoreResult.Absent());
        written(store.create("s", stamp.next(), snapshot("x", "k"), LEASE));
        assertThat(idsBy(store, "k")).containsExactly("s");
    }

    @Test
    void a_user_of_the_acl_needs_one_right_more_than_with_one_server() {
        start(false);
        store.close();
        for (RedisProcess node : cluster.masters()) {
            node.does(("ACL SETUSER srf on >secret +cluster|slots " + AclTest.RIGHTS).split(" "));
        }
        store = RedisSessionStore.connect(RedisOptions.of(cluster.uri()).withUser("srf", "secret"));
        Stamp stamp = created(store, "s", "k", "l");
        assertThat(idsBy(store, "k")).containsExactly("s");
        assertThat(store.delete("s", stamp)).isEqualTo(new StoreResult.Deleted(1));
    }

    @Test
    void a_record_is_found_while_its_slot_moves_and_after() {
        start(false);
        Stamp stamp = created(store, "s", "k");
        RedisProcess from = cluster.masterOf(RECORD);
        RedisProcess to = cluster.masters().stream()
                .filter(node -> node != from)
                .findFirst()
                .orElseThrow();
        String slot = from.does("CLUSTER", "KEYSLOT", RECORD);
        to.does("CLUSTER", "SETSLOT", slot, "IMPORTING", from.does("CLUSTER", "MYID"));
        from.does("CLUSTER", "SETSLOT", slot, "MIGRATING", to.does("CLUSTER", "MYID"));
        stamp = written(store.update("s", stamp, snapshot("before it moved", "k"), LEASE));
        from.does("MIGRATE", RedisProcess.HOST, Integer.toString(to.port()), RECORD, "0", "1000");
        stamp = written(store.update("s", stamp, snapshot("moved", "k"), LEASE));
        assertThat(idsBy(store, "k")).containsExactly("s");
        for (RedisProcess node : cluster.masters()) {
            node.does("CLUSTER", "SETSLOT", slot, "NODE", to.does("CLUSTER", "MYID"));
        }
        stamp = written(store.update("s", stamp, snapshot("after", "k"), LEASE));
        assertThat(store.find("s").stamp()).isEqualTo(stamp);
    }
}
