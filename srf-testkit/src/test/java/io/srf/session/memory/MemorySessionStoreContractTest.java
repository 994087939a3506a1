// SPDX-License-Identifier: Apache-2.0
package io.srf.session.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionStore;
import io.srf.testkit.SessionStoreContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** The store in memory does what every store must, and keeps nothing for ever. */
class MemorySessionStoreContractTest extends SessionStoreContract {
    private final AtomicLong nanos = new AtomicLong();
    private MemorySessionStore memory;

    @Override
    public SessionStore open() {
        memory = new MemorySessionStore(retention(), MemorySessionStore.DEFAULT_MAX_RECORDS, nanos::get);
        return memory;
    }

    @Override
    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public Duration retention() {
        return Duration.ofHours(1);
    }

    @AfterEach
    void nothing_is_left_after_the_retention() {
        pass(retention());
        assertThat(memory.size()).isZero();
        assertThat(memory.keys()).isZero();
    }
}
