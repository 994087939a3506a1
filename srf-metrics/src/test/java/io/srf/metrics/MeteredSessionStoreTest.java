// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import org.junit.jupiter.api.Test;

class MeteredSessionStoreTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private long count(String operation, String outcome) {
        return registry.get("srf.session.store")
                .tags("operation", operation, "outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void an_operation_is_timed_and_says_whether_it_failed() {
        try (SessionStore store = new MeteredSessionStore(MemorySessionStore.create(), registry)) {
            assertThat(store.find("nobody")).isNull();
            assertThatThrownBy(() -> store.orphans("", 0)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(count("find", "success")).isOne();
        assertThat(count("orphans", "failure")).isOne();
        assertThat(count("orphans", "success")).isZero();
    }

    @Test
    void every_method_goes_to_the_store_behind_it() {
        assertThat(SessionStore.class.getMethods())
                .allSatisfy(method -> assertThat(MeteredSessionStore.class
                                .getMethod(method.getName(), method.getParameterTypes())
                                .getDeclaringClass())
                        .as(method.toString())
                        .isEqualTo(MeteredSessionStore.class));
        try (SessionStore store = new MeteredSessionStore(MemorySessionStore.create(), registry)) {
            assertThat(store.outlivesProcess()).isFalse();
        }
    }
}
