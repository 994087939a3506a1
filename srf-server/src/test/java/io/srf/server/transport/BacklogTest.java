// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final long MILLI = 1_000_000;

    private final Backlog backlog = new Backlog(0);

    private void turn(long begin, long end, boolean emptied) {
        backlog.turnBegins(begin * MILLI);
        if (emptied) {
            backlog.emptied(end * MILLI);
        } else {
            backlog.left(end * MILLI);
        }
    }

    @Test
    void a_socket_that_is_never_seen_empty_has_a_backlog_that_grows() {
        turn(0, 10, false);
        assertThat(backlog.nanos()).isZero();
        turn(10, 30, false);
        assertThat(backlog.nanos()).isEqualTo(20 * MILLI);
        turn(31, 510, false);
        assertThat(backlog.nanos()).isEqualTo(500 * MILLI);
    }

    @Test
    void a_socket_that_is_empty_once_has_none() {
        turn(0, 10, false);
        turn(10, 500, false);
        turn(500, 505, true);
        assertThat(backlog.nanos()).isZero();
        turn(506, 510, false);
        assertThat(backlog.nanos()).isZero();
    }

    @Test
    void a_burst_that_just_filled_a_turn_is_no_backlog_a_minute_later() {
        turn(0, 10, false);
        turn(60_000, 60_001, false);
        assertThat(backlog.nanos()).isZero();
    }

    @Test
    void the_socket_is_looked_at_now_and_then_only() {
        assertThat(backlog.isDue(0)).isTrue();
        turn(0, 1, true);
        assertThat(backlog.isDue(2 * MILLI)).isFalse();
        assertThat(backlog.isDue(12 * MILLI)).isTrue();
    }
}
