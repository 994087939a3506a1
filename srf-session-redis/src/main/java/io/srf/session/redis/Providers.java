// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.Delay;

/** Makes the connection pools that options ask for. */
final class Providers {
    /** How long to wait before a Sentinel that was lost is tried again. */
    private static final Duration SENTINEL_DELAY = Duration.ofSeconds(1);

    /** How often a Cluster is asked which node has what, besides when something went wrong. */
    private static final Duration TOPOLOGY_PERIOD = Duration.ofSeconds(30);

    private Providers() {}

    /** Finds the servers; blocks while it asks Sentinels or a Cluster. */
    static ConnectionProvider of(RedisOptions options) {
        ConnectionPoolConfig pool = pool(options.bounds());
        return switch (options.place()) {
            case Place.Server server ->
                new PooledConnectionProvider(
                        server.address(), client(options, options.login(), server.database()), null, pool);
            case Place.Sentinels sentinels ->
                new SentineledConnectionProvider(
                        sentinels.master(),
                        client(options, options.login(), sentinels.database()),
                        pool,
                        Place.set(sentinels.addresses()),
                        client(options, options.sentinelLogin(), 0),
                        Delay.constant(SENTINEL_DELAY));
            case Place.Cluster cluster ->
                new ClusterConnectionProvider(
                        Place.set(cluster.addresses()), client(options, options.login(), 0), pool, TOPOLOGY_PERIOD);
        };
    }

    private static JedisClientConfig client(RedisOptions options, Login login, int database) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis(options.bounds().connectTimeout()))
                .socketTimeoutMillis(millis(options.bounds().timeout()))
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .database(database)
                .resp2();
        login.applyTo(config);
        return config.build();
    }

    private static ConnectionPoolConfig pool(RedisOptions.Bounds bounds) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(bounds.connections());
        pool.setMaxIdle(bounds.connections());
        pool.setMaxWait(bounds.timeout());
        pool.setJmxEnabled(false);
        return pool;
    }

    private static int millis(Duration time) {
        return (int) Math.min(time.toMillis(), Integer.MAX_VALUE);
    }
}
