// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadTargetsTest {
    private final DeadTargets dead = new DeadTargets();
    private final Target first = target(1);
    private final Target second = target(2);
    private final Target third = target(3);

    private static Target target(int port) {
        return new Target(Protocol.UDP, new InetSocketAddress("192.0.2.1", port));
    }

    private static long after(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void a_target_that_failed_is_asked_last_until_its_time_is_over() {
        dead.failed(first, 0, 1_000);

        assertThat(dead.last(List.of(first, second, third), after(999))).containsExactly(second, third, first);
        assertThat(dead.last(List.of(first, second, third), after(1_000))).containsExactly(first, second, third);
    }

    @Test
    void if_all_failed_their_order_stays() {
        dead.failed(second, 0, 1_000);
        dead.failed(first, 0, 1_000);

        assertThat(dead.last(List.of(first, second), 1)).containsExactly(first, second);
    }

    @Test
    void a_target_that_answers_is_alive() {
        dead.failed(first, 0, 1_000);
        dead.answered(first);

        assertThat(dead.isDead(first, 1)).isFalse();
        assertThat(dead.size()).isZero();
    }

    @Test
    void a_long_Retry_After_is_cut_short() {
        dead.failed(first, 0, Long.MAX_VALUE);

        assertThat(dead.isDead(first, after(DeadTargets.MAX_DEAD_MILLIS - 1))).isTrue();
        assertThat(dead.isDead(first, after(DeadTargets.MAX_DEAD_MILLIS))).isFalse();
    }

    @Test
    void no_more_than_the_bound_are_remembered_and_the_first_to_be_over_makes_room() {
        for (int i = 1; i <= DeadTargets.MAX_REMEMBERED + 1; i++) {
            dead.failed(target(i), 0, 1_000 + i);
        }

        assertThat(dead.size()).isEqualTo(DeadTargets.MAX_REMEMBERED);
        assertThat(dead.isDead(first, 1)).isFalse();
        assertThat(dead.isDead(second, 1)).isTrue();
    }

    @Test
    void what_is_over_is_forgotten_with_the_next_failure() {
        dead.failed(first, 0, 1_000);
        dead.failed(second, after(2_000), 1_000);

        assertThat(dead.size()).isEqualTo(1);
    }
}
