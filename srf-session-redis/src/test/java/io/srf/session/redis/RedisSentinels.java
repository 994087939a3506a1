// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A master with a replica, watched by three Sentinels, as real processes. */
final class RedisSentinels implements AutoCloseable {
    static final String MASTER = "calls";

    private static final int SENTINELS = 3;
    private static final Duration FORMATION = Duration.ofSeconds(60);

    private final RedisProcess master = RedisProcess.start();
    private final RedisProcess replica =
            RedisProcess.start("--replicaof", RedisProcess.HOST, Integer.toString(master.port()));
    private final List<RedisProcess> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /** Starts them and waits until all know of each other. */
    static RedisSentinels start() {
        RedisSentinels set = new RedisSentinels();
        await().atMost(FORMATION)
                .until(() -> set.replica.does("INFO", "replication").contains("master_link_status:up"));
        for (int i = 0; i < SENTINELS; i++) {
            set.sentinels.add(RedisProcess.sentinel(
                    "sentinel monitor " + MASTER + " " + RedisProcess.HOST + " " + set.master.port() + " 2",
                    "sentinel down-after-milliseconds " + MASTER + " 500",
                    "sentinel failover-timeout " + MASTER + " 3000"));
        }
        await().atMost(FORMATION).until(() -> set.sentinels.stream().allMatch(RedisSentinels::knowsAll));
        return set;
    }

    private static boolean knowsAll(RedisProcess sentinel) {
        String info = sentinel.does("INFO", "sentinel");
        return info.contains("status=ok") && info.contains("slaves=1") && info.contains("sentinels=" + SENTINELS);
    }

    RedisProcess master() {
        return master;
    }

    RedisProcess replica() {
        return replica;
    }

    String uri() {
        return "redis-sentinel://"
                + sentinels.stream().map(each -> each.address().toString()).collect(Collectors.joining(",")) + "/"
                + MASTER;
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        replica.close();
        master.close();
    }
}
