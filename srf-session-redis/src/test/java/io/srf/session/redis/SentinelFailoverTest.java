// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static io.srf.session.redis.Calls.ANNA;
import static io.srf.session.redis.Calls.BERT;
import static io.srf.session.redis.Calls.LEASE;
import static io.srf.session.redis.Calls.created;
import static io.srf.session.redis.Calls.idsBy;
import static io.srf.session.redis.Calls.snapshot;
import static io.srf.session.redis.Calls.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.session.Claim;
import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The master dies by SIGKILL: the store goes on with the replica, and whoever lost a write is told. */
@Execution(ExecutionMode.CONCURRENT)
class SentinelFailoverTest {
    /** Time for the Sentinels to agree, to elect one of them, and to promote the replica. */
    private static final Duration FAILOVER = Duration.ofSeconds(60);

    @Test
    void calls_go_on_with_the_new_master_and_lost_writes_are_noticed() {
        try (RedisSentinels set = RedisSentinels.start();
                RedisSessionStore store = RedisSessionStore.connect(
                        RedisOptions.of(set.uri()).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)))) {
            Stamp kept = created(store, "kept", "k1");
            Stamp old = created(store, "rolled back", "k2");
            await().until(() ->
                    set.replica().does("EXISTS", "srf:call:{rolled back}").equals("1"));

            replicationBreaks(set);
            Stamp lost = written(store.update("rolled back", old, snapshot("lost", "k2", "k3"), LEASE));
            Stamp unknown = created(store, "lost", "k4");
            set.master().kill();

            await().atMost(FAILOVER)
                    .ignoreExceptionsInstanceOf(SessionStoreException.class)
                    .until(() -> store.update("kept", kept, snapshot("x", "k1"), LEASE) instanceof StoreResult.Written);
            assertThat(set.replica().does("INFO", "replication")).contains("role:master");
            assertThat(idsBy(store, "k1")).containsExactly("kept");

            assertThat(store.update("rolled back", lost, snapshot("y"), LEASE))
                    .isInstanceOfSatisfying(
                            StoreResult.Refused.class,
                            refused -> assertThat(refused.current().stamp()).isEqualTo(old));
            assertThat(store.renew(ANNA, List.of("rolled back", "lost"), LEASE)).containsExactly("lost");
            assertThat(store.update("lost", unknown, snapshot("y", "k4"), LEASE))
                    .isEqualTo(new StoreResult.Absent());
            written(store.create("lost", unknown.next(), snapshot("y", "k4"), LEASE));
            assertThat(idsBy(store, "k4")).containsExactly("lost");
            written(store.takeOver("lost", Claim.despiteLease(BERT, LEASE, 1)));
        }
    }

    /** The replica can not log in any more, and stays with what it has. */
    private static void replicationBreaks(RedisSentinels set) {
        set.replica().does("CONFIG", "SET", "masteruser", "nobody");
        set.replica().does("CONFIG", "SET", "masterauth", "wrong");
        set.replica().does("CLIENT", "KILL", "TYPE", "master");
        await().until(() -> set.replica().does("INFO", "replication").contains("master_link_status:down"));
    }
}
