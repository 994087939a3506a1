// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.Loop;
import io.srf.time.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A loop that is given more than it can do, in a time that the test moves. */
class OverloadGuardTest {
    private static final Duration TASK = Duration.ofMillis(2);
    private static final OverloadLimits LIMITS = OverloadLimits.DEFAULT.withMaxWait(Duration.ofMillis(600));

    private final SlowLoop loop = new SlowLoop();
    private double memory;
    private final OverloadGuard guard = new OverloadGuard(loop, LIMITS, () -> memory);

    /** Tasks wait in a line, and each takes its time. */
    private static final class SlowLoop implements Loop {
        private final ManualClock clock = new ManualClock();
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public Timers timers() {
            return clock;
        }

        @Override
        public int timersWaiting() {
            return 0;
        }

        /** Works until this time, or rests; a task that has begun is finished. */
        void worksUntil(long end) {
            while (!tasks.isEmpty() && clock.nanoTime() < end) {
                tasks.remove().run();
            }
            if (clock.nanoTime() < end) {
                clock.passes(Duration.ofNanos(end - clock.nanoTime()));
            }
        }

        void works(Duration time) {
            worksUntil(clock.nanoTime() + time.toNanos());
        }
    }

    private int refused;

    /** Requests come at this distance; one that is taken costs a task. */
    private void requests(int count, Duration distance) {
        long begin = loop.clock.nanoTime();
        for (int i = 0; i < count; i++) {
            loop.execute(() -> {
                if (guard.refuses(0)) {
                    refused++;
                } else {
                    loop.clock.passes(TASK);
                }
            });
            loop.worksUntil(begin + (i + 1) * distance.toNanos());
        }
    }

    @Test
    void a_loop_that_can_do_its_work_refuses_nothing() {
        requests(2_000, TASK.plusMillis(1));

        assertThat(refused).isZero();
    }

    @Test
    void a_loop_with_twice_the_work_that_it_can_do_refuses_about_half_of_it() {
        requests(10_000, TASK.dividedBy(2));

        assertThat(refused).isBetween(4_500, 6_500);
        assertThat(loop.tasks.size()).isLessThan(2_000);
    }

    @Test
    void after_the_overload_everything_is_taken_again() {
        requests(3_000, TASK.dividedBy(2));
        assertThat(refused).isPositive();
        loop.works(Duration.ofSeconds(2));

        refused = 0;
        requests(1_000, TASK.plusMillis(1));
        assertThat(refused).isZero();
    }

    @Test
    void the_first_request_after_a_silence_is_taken() {
        requests(3_000, TASK.dividedBy(2));
        loop.works(Duration.ofSeconds(2));
        guard.refuses(Duration.ofSeconds(2).toNanos());
        assertThat(guard.refuses(0)).isTrue();

        loop.works(Duration.ofSeconds(60));

        assertThat(guard.refuses(0)).isFalse();
    }

    @Test
    void datagrams_that_wait_are_as_bad_as_tasks() {
        assertThat(guard.refuses(LIMITS.maxWait().toNanos())).isTrue();
        loop.works(OverloadLimits.HOLD.dividedBy(2));
        assertThat(guard.refuses(0)).isTrue();
        loop.works(OverloadLimits.HOLD);
        assertThat(guard.refuses(0)).isFalse();
    }

    @Test
    void other_limits_hold_from_the_next_look() {
        guard.keep(OverloadLimits.DEFAULT.withMaxWait(Duration.ofSeconds(10)));
        assertThat(guard.refuses(LIMITS.maxWait().toNanos())).isFalse();

        guard.keep(LIMITS);
        loop.works(OverloadLimits.HOLD);
        assertThat(guard.refuses(LIMITS.maxWait().toNanos())).isTrue();
    }

    @Test
    void memory_that_runs_out_is_as_bad_as_a_wait() {
        memory = LIMITS.maxMemory();
        assertThat(guard.refuses(0)).isTrue();
        memory = LIMITS.calmMemory();
        loop.works(Duration.ofSeconds(1));
        assertThat(guard.refuses(0)).isTrue();
        memory = 0;
        loop.works(Duration.ofSeconds(1));
        assertThat(guard.refuses(0)).isFalse();
    }
}
