// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionStoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.Pool;

/**
 * The servers of a store: which of them has a key, and connections to it.
 *
 * <p>What Jedis does for longer than an operation may take, finding the master or the nodes of a Cluster, is done in the background while the
 * operation waits as long as it may.
 */
final class Servers implements AutoCloseable {
    private static final String THE_ONLY_ONE = "the only server";

    private final Supplier<ConnectionProvider> finder;
    private final Executor background;
    private final boolean cluster;
    private @Nullable CompletableFuture<ConnectionProvider> provider;
    private @Nullable CompletableFuture<Void> refresh;
    private boolean closed;

    /**
     * Nothing is connected before the first operation.
     *
     * @param finder finds the servers; may block
     * @param cluster whether they are the nodes of a Cluster
     */
    Servers(Supplier<ConnectionProvider> finder, boolean cluster, Executor background) {
        this.finder = finder;
        this.cluster = cluster;
        this.background = background;
    }

    /** Whether there is one server at a time, which then does what it is told in that order. */
    boolean single() {
        return !cluster;
    }

    /** The server that has a key; equal ones are the same. */
    Object serverOf(Call call, Deadline deadline) {
        if (!(provider(deadline) instanceof ClusterConnectionProvider nodes)) {
            return THE_ONLY_ONE;
        }
        HostAndPort node = nodes.getNode(JedisClusterCRC16.getSlot(call.keyBytes()));
        if (node == null) {
            refresh(deadline);
            throw new SessionStoreException("no node of the Cluster is known to have the slot of " + call.key());
        }
        return node;
    }

    /**
     * A connection to a server, which must be released. A new one is made in the background, because that may take long and notices no interrupt.
     */
    Connection connect(Object server, Deadline deadline) {
        ConnectionProvider now = provider(deadline);
        Supplier<Connection> borrow = () -> now instanceof ClusterConnectionProvider nodes
                ? nodes.getConnection((HostAndPort) server)
                : now.getConnection();
        if (hasIdle(now, server)) {
            return borrow.get();
        }
        CompletableFuture<Connection> made = CompletableFuture.supplyAsync(borrow, background);
        try {
            return await(made, deadline);
        } catch (RuntimeException e) {
            made.thenAccept(Connection::close);
            throw e;
        }
    }

    /** Gives a connection back. The pool tries to replace a broken one at once, which may take long, or fail. */
    void release(Connection connection) {
        if (connection.isBroken()) {
            CompletableFuture.runAsync(connection::close, background);
        } else {
            connection.close();
        }
    }

    /** Forgets connections to a server that nobody uses: one of them broke, and so may have the others. */
    void dropIdle(Object server, Deadline deadline) {
        pools(provider(deadline), server).forEach(Pool::clear);
    }

    private static boolean hasIdle(ConnectionProvider provider, Object server) {
        return pools(provider, server).anyMatch(pool -> pool.getNumIdle() > 0);
    }

    /** The pool of connections to a server; none if it has left the Cluster. */
    private static Stream<Pool<?>> pools(ConnectionProvider provider, Object server) {
        Stream.Builder<Pool<?>> pools = Stream.builder();
        provider.getConnectionMap().forEach((name, pool) -> {
            if (server.equals(THE_ONLY_ONE) || name.equals(server.toString())) {
                pools.add((Pool<?>) pool);
            }
        });
        return pools.build();
    }

    /** Asks a Cluster anew which node has what. */
    void refresh(Deadline deadline) {
        if (!(provider(deadline) instanceof ClusterConnectionProvider nodes)) {
            return;
        }
        CompletableFuture<Void> running;
        synchronized (this) {
            running = refresh;
            if (running == null || running.isDone()) {
                running = CompletableFuture.runAsync(nodes::renewSlotCache, background);
                refresh = running;
            }
        }
        await(running, deadline);
    }

    private ConnectionProvider provider(Deadline deadline) {
        CompletableFuture<ConnectionProvider> found;
        synchronized (this) {
            if (closed) {
                throw new SessionStoreException("the store is closed");
            }
            found = provider;
            if (found == null || found.isCompletedExceptionally()) {
                found = CompletableFuture.supplyAsync(finder, background);
                provider = found;
            }
        }
        return await(found, deadline);
    }

    private static <T> T await(CompletableFuture<T> future, Deadline deadline) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            return future.join();
        }
        try {
            return future.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof RuntimeException known ? known : new SessionStoreException("Redis failed", cause);
        } catch (TimeoutException e) {
            throw new JedisConnectionException("not found or not connected in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisConnectionException("interrupted", e);
        }
    }

    @Override
    public void close() {
        CompletableFuture<ConnectionProvider> found;
        synchronized (this) {
            closed = true;
            found = provider;
            provider = null;
        }
        if (found != null) {
            found.thenAccept(Servers::close);
        }
    }

    private static void close(ConnectionProvider provider) {
        try {
            provider.close();
        } catch (Exception e) {
            throw new SessionStoreException("the connections to Redis do not close", e);
        }
    }
}
