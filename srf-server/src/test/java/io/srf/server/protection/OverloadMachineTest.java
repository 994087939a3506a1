// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.protection.OverloadState.Accepting;
import io.srf.server.protection.OverloadState.Refusing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The table of {@link OverloadMachine}, row by row. */
class OverloadMachineTest {
    private static final OverloadLimits LIMITS = OverloadLimits.DEFAULT;
    private static final long MAX = LIMITS.maxWait().toNanos();
    private static final long CALM = LIMITS.calmWait().toNanos();
    private static final long HOLD = OverloadLimits.HOLD.toNanos();

    private final OverloadMachine machine = new OverloadMachine(LIMITS);

    private static OverloadSample sample(long now, long backlog, long lag, double memory) {
        return new OverloadSample(now, backlog, lag, memory);
    }

    @Test
    void no_wait_is_longer_than_a_clock_can_tell() {
        assertThatThrownBy(() -> OverloadLimits.DEFAULT.withMaxWait(Duration.ofMillis(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ≤ PT1H");
    }

    @Test
    void below_all_bounds_requests_are_accepted() {
        assertThat(machine.step(new Accepting(), sample(1, MAX - 1, MAX - 1, LIMITS.maxMemory() - 0.01)))
                .isEqualTo(new Accepting());
    }

    @Test
    void datagrams_that_wait_begin_overload() {
        assertThat(machine.step(new Accepting(), sample(7, MAX, 0, 0))).isEqualTo(new Refusing(7));
    }

    @Test
    void tasks_that_wait_begin_overload() {
        assertThat(machine.step(new Accepting(), sample(7, 0, MAX, 0))).isEqualTo(new Refusing(7));
    }

    @Test
    void memory_that_runs_out_begins_overload() {
        assertThat(machine.step(new Accepting(), sample(7, 0, 0, LIMITS.maxMemory())))
                .isEqualTo(new Refusing(7));
    }

    @Test
    void overload_lasts_until_it_is_calm_and_not_only_better() {
        assertThat(machine.step(new Refusing(7), sample(9, CALM, 0, 0))).isEqualTo(new Refusing(9));
        assertThat(machine.step(new Refusing(7), sample(9, 0, CALM, 0))).isEqualTo(new Refusing(9));
        assertThat(machine.step(new Refusing(7), sample(9, 0, 0, LIMITS.calmMemory())))
                .isEqualTo(new Refusing(9));
    }

    @Test
    void it_has_to_be_calm_for_a_while() {
        assertThat(machine.step(new Refusing(7), sample(7 + HOLD - 1, CALM - 1, 0, 0)))
                .isEqualTo(new Refusing(7));
        assertThat(machine.step(new Refusing(7), sample(7 + HOLD, CALM - 1, 0, 0)))
                .isEqualTo(new Accepting());
    }
}
