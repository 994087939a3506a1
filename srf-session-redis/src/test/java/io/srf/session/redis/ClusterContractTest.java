// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store does what every store must with a Cluster of three nodes, and leaves nothing for ever. */
class ClusterContractTest extends RedisContract {
    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start(3, false);
    }

    @Override
    RedisOptions options() {
        return RedisOptions.of(cluster.uri());
    }

    @Override
    List<RedisProcess> servers() {
        return cluster.masters();
    }

    @AfterAll
    static void nothing_is_left_after_the_retention() {
        Aging.empties(cluster.masters());
        cluster.close();
    }
}
