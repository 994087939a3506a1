// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShutOutsTest {
    private static final long MALLORY = 7;

    private final ShutOuts shutOuts = new ShutOuts();
    private long now = 1;

    private Duration add() {
        Duration length = shutOuts.add(MALLORY, now);
        assertThat(shutOuts.has(MALLORY, now)).isTrue();
        now += length.toNanos();
        assertThat(shutOuts.has(MALLORY, now - 1)).isTrue();
        assertThat(shutOuts.has(MALLORY, now)).isFalse();
        return length;
    }

    @Test
    void each_is_twice_as_long_as_the_last_up_to_the_longest() {
        for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(add()).isEqualTo(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void after_a_day_without_one_the_next_is_short_again() {
        add();
        add();
        now += ShutOuts.FORGOTTEN_AFTER.toNanos();
        assertThat(add()).isEqualTo(Duration.ofMinutes(4));
        now += ShutOuts.FORGOTTEN_AFTER.toNanos() + 1;
        assertThat(add()).isEqualTo(ShutOuts.SHORTEST);
    }

    @Test
    void one_who_is_forgiven_begins_anew() {
        add();
        shutOuts.add(MALLORY, now);
        shutOuts.forgive(MALLORY);
        assertThat(shutOuts.has(MALLORY, now)).isFalse();
        assertThat(add()).isEqualTo(ShutOuts.SHORTEST);
    }

    @Test
    void others_are_not_concerned() {
        add();
        assertThat(shutOuts.add(MALLORY + 1, now)).isEqualTo(ShutOuts.SHORTEST);
    }
}
