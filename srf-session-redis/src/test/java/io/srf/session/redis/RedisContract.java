// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Stamp;
import io.srf.testkit.SessionStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of stores on real servers. Nobody waits for its times: everything that is kept becomes older instead. */
@Execution(ExecutionMode.CONCURRENT)
abstract class RedisContract extends SessionStoreContract {
    private static final Duration RETENTION = Duration.ofMinutes(5);
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final String prefix = UUID.randomUUID() + ":";

    /** Where the servers are. */
    abstract RedisOptions options();

    /** Those that have what is kept. */
    abstract List<RedisProcess> servers();

    @Override
    public SessionStore open() {
        return RedisSessionStore.connect(options().withPrefix(prefix).withRetention(retention()));
    }

    @Override
    public void pass(Duration time) {
        Aging.pass(servers(), prefix + "*", time);
    }

    /** This one waits: it asks what the servers' clock says. */
    @Test
    @Override
    public void leases_are_counted_by_the_store_s_clock_alone() {
        Stamp stamp = created("s", ANNA);
        SessionRecord before = found("s");
        await().pollDelay(A_WHILE).until(() -> true);
        store().update("s", stamp, snapshot("x"), lease());
        assertThat(Duration.between(before.leaseUntil(), found("s").leaseUntil()))
                .isGreaterThanOrEqualTo(A_WHILE);
    }

    @Override
    public Duration retention() {
        return RETENTION;
    }

    @Override
    public int histories() {
        return 200;
    }
}
