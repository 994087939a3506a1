// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.Connection;

/**
 * Cuts a connection whose user was interrupted or has waited too long: a thread that reads from a socket notices neither by itself.
 *
 * <p>Threads: one calls {@link #check} again and again; any others wait for Redis meanwhile.
 */
final class Guards {
    private final Set<Guard> open = ConcurrentHashMap.newKeySet();

    /** Guards the current thread's use of this connection until it is closed. */
    Guard over(Connection connection, Deadline deadline) {
        Guard guard = new Guard(connection, deadline);
        open.add(guard);
        return guard;
    }

    /** Looks at all that wait. */
    void check() {
        for (Guard guard : open) {
            if (guard.user.isInterrupted() || guard.deadline.passed()) {
                guard.cut();
            }
        }
    }

    /** One use of a connection. */
    final class Guard implements AutoCloseable {
        private final Thread user = Thread.currentThread();
        private final Connection connection;
        private final Deadline deadline;
        private boolean over;

        private Guard(Connection connection, Deadline deadline) {
            this.connection = connection;
            this.deadline = deadline;
        }

        private synchronized void cut() {
            if (!over) {
                over = true;
                try {
                    connection.forceDisconnect();
                } catch (IOException e) {
                    connection.setBroken();
                }
            }
        }

        @Override
        public void close() {
            open.remove(this);
            synchronized (this) {
                over = true;
            }
        }
    }
}
