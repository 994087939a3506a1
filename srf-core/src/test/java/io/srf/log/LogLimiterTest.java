// SPDX-License-Identifier: Apache-2.0
package io.srf.log;

import static io.srf.log.LogLimiter.HOLD_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogLimiterTest {
    private long now = Long.MAX_VALUE - 10;
    private final LogLimiter limiter = new LogLimiter(Duration.ofNanos(100), () -> now);

    @Test
    void a_source_has_one_line_per_interval() {
        assertThat(limiter.permit("a")).isZero();
        now += 99;
        assertThat(limiter.permit("a")).isEqualTo(HOLD_BACK);
        assertThat(limiter.permit("a")).isEqualTo(HOLD_BACK);
        now += 1;
        assertThat(limiter.permit("a")).isEqualTo(2);
        assertThat(limiter.permit("a")).isEqualTo(HOLD_BACK);
        now += 100;
        assertThat(limiter.permit("a")).isEqualTo(1);
    }

    @Test
    void sources_do_not_hold_each_other_back() {
        assertThat(limiter.permit("a")).isZero();
        assertThat(limiter.permit("b")).isZero();
    }

    @Test
    void a_line_says_how_many_were_held_back_before_it() {
        assertThat(LogLimiter.since(0)).isEmpty();
        assertThat(LogLimiter.since(7)).isEqualTo(" (7 more since the last such line)");
    }

    @Test
    void a_flood_from_everywhere_has_a_bounded_number_of_lines() {
        long lines = IntStream.range(0, 100_000)
                .filter(i -> limiter.permit("source " + i) != HOLD_BACK)
                .count();

        assertThat(lines).isBetween(LogLimiter.SLOTS / 2L, (long) LogLimiter.SLOTS);
    }
}
