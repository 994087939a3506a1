// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster of real processes. */
final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final Duration FORMATION = Duration.ofSeconds(60);

    private final List<RedisProcess> masters = new ArrayList<>();
    private final List<RedisProcess> replicas = new ArrayList<>();

    private RedisCluster() {}

    /** Starts so many masters that share the slots, each with a replica if wanted, and waits until the Cluster works. */
    static RedisCluster start(int masters, boolean withReplicas) {
        RedisCluster cluster = new RedisCluster();
        for (int i = 0; i < masters; i++) {
            cluster.masters.add(node());
        }
        for (int i = 0; i < masters; i++) {
            int from = SLOTS * i / masters;
            int to = SLOTS * (i + 1) / masters;
            List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (int slot = from; slot < to; slot++) {
                words.add(Integer.toString(slot));
            }
            cluster.masters.get(i).does(words.toArray(String[]::new));
            cluster.masters.get(i).does("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            cluster.meets(cluster.masters.get(i));
        }
        cluster.isWhole();
        if (withReplicas) {
            cluster.addReplicas();
        }
        return cluster;
    }

    private static RedisProcess node() {
        return RedisProcess.start("--cluster-enabled", "yes", "--cluster-node-timeout", "1000");
    }

    /** One for each master; all at once, as each step takes a Cluster a while. */
    private void addReplicas() {
        masters.forEach(master -> replicas.add(node()));
        replicas.forEach(this::meets);
        List<String> ids =
                masters.stream().map(node -> node.does("CLUSTER", "MYID")).toList();
        for (int i = 0; i < ids.size(); i++) {
            RedisProcess replica = replicas.get(i);
            String id = ids.get(i);
            await().atMost(FORMATION)
                    .until(() -> replica.does("CLUSTER", "NODES").contains(id));
            await().atMost(FORMATION)
                    .ignoreExceptions()
                    .until(() -> replica.does("CLUSTER", "REPLICATE", id).equals("OK"));
        }
        for (RedisProcess replica : replicas) {
            await().atMost(FORMATION)
                    .until(() -> replica.does("INFO", "replication").contains("master_link_status:up"));
            await().atMost(FORMATION)
                    .until(() -> nodes().stream()
                            .allMatch(
                                    node -> node.does("CLUSTER", "SLOTS").contains(Integer.toString(replica.port()))));
        }
    }

    private void meets(RedisProcess node) {
        node.does(
                "CLUSTER",
                "MEET",
                RedisProcess.HOST,
                Integer.toString(masters.getFirst().port()));
    }

    /** Waits until all masters say that all slots are served. */
    void isWhole() {
        String all = "cluster_known_nodes:" + masters.size();
        await().atMost(FORMATION)
                .until(() -> masters.stream()
                        .map(node -> node.does("CLUSTER", "INFO"))
                        .allMatch(info -> info.contains("cluster_state:ok") && info.contains(all)));
    }

    List<RedisProcess> masters() {
        return masters;
    }

    List<RedisProcess> nodes() {
        List<RedisProcess> all = new ArrayList<>(masters);
        all.addAll(replicas);
        return all;
    }

    /** The master that has a key. */
    RedisProcess masterOf(String key) {
        int slot = Integer.parseInt(masters.getFirst().does("CLUSTER", "KEYSLOT", key));
        return masters.get((slot * masters.size() + masters.size() - 1) / SLOTS);
    }

    String uri() {
        return "redis-cluster://"
                + masters.stream().map(node -> node.address().toString()).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        nodes().forEach(RedisProcess::close);
    }
}
