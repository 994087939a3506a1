// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.awaitility.Awaitility.await;

import io.srf.session.SessionStore;
import io.srf.testkit.SessionStoreContract;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of stores on real servers in real time. */
@Execution(ExecutionMode.CONCURRENT)
abstract class RedisContract extends SessionStoreContract {
    static final Duration RETENTION = Duration.ofMillis(4500);

    /** Where the servers are. */
    abstract RedisOptions options();

    @Override
    public SessionStore open() {
        return RedisSessionStore.connect(
                options().withPrefix(UUID.randomUUID() + ":").withRetention(retention()));
    }

    @Override
    public void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() - end > 0);
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration retention() {
        return RETENTION;
    }

    @Override
    public int histories() {
        return 200;
    }

    /** Waits until nothing is left on this server, as everything expires. */
    static void empties(RedisProcess server) {
        await().atMost(RETENTION.multipliedBy(5))
                .until(() -> server.does("DBSIZE").equals("0"));
    }
}
