// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(new RunLimits(1_000, SECOND));
    private final List<String> ran = new ArrayList<>();

    private void note(String what) {
        ran.add(what + '@' + time.elapsed().toMillis());
    }

    @Test
    void tasks_run_in_the_order_of_their_times_and_then_as_they_were_scheduled() {
        time.schedule(20, () -> note("c"));
        time.schedule(10, () -> note("a"));
        time.schedule(20, () -> note("d"));
        time.schedule(10, () -> note("b"));
        time.advance(SECOND);

        assertThat(ran).containsExactly("a@10", "b@10", "c@20", "d@20");
        assertThat(time.elapsed()).isEqualTo(SECOND);
        assertThat(time.now()).isEqualTo(VirtualTime.START.plus(SECOND));
        assertThat(time.nanoTime()).isEqualTo(1_000_000_000L);
    }

    @Test
    void a_task_may_schedule_more_which_run_after_those_of_the_same_time() {
        time.schedule(10, () -> {
            note("a");
            time.schedule(0, () -> note("c"));
        });
        time.schedule(10, () -> note("b"));
        time.runUntilIdle();

        assertThat(ran).containsExactly("a@10", "b@10", "c@10");
    }

    @Test
    void time_stops_where_it_is_told_to() {
        time.schedule(10, () -> note("a"));
        time.schedule(11, () -> note("b"));
        time.advance(Duration.ofMillis(10));
        assertThat(ran).containsExactly("a@10");
        time.advance(Duration.ZERO);
        assertThat(ran).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(ran).containsExactly("a@10", "b@11");
    }

    @Test
    void a_cancelled_task_does_not_run() {
        Timer timer = time.schedule(10, () -> note("a"));
        timer.cancel();
        timer.cancel();
        time.runUntilIdle();

        assertThat(ran).isEmpty();
        assertThat(time.pending()).isEmpty();
    }

    @Test
    void waiting_ends_when_the_condition_holds_or_the_limit_is_reached() {
        time.schedule(10, () -> note("a"));
        time.schedule(30, () -> note("b"));

        assertThat(time.runUntil(() -> !ran.isEmpty(), SECOND)).isTrue();
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(10));
        assertThat(time.runUntil(() -> ran.size() == 2, Duration.ofMillis(19))).isFalse();
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(29));
        assertThat(time.runUntil(() -> ran.size() == 2, Duration.ofMillis(1))).isTrue();
        assertThat(time.runUntil(() -> false, SECOND)).isFalse();
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(1030));
    }

    @Test
    void what_is_still_scheduled_is_listed_with_its_delay() {
        time.schedule(Duration.ofNanos(1_500_000), new Named("second"));
        time.schedule(1, new Named("first"));
        time.schedule(2, () -> note("a"));

        assertThat(time.pending())
                .containsExactly(
                        "+1 ms first", "+1.5 ms second", "+2 ms " + getClass().getName());
    }

    @Test
    void a_run_that_does_not_become_idle_names_what_is_scheduled() {
        time.schedule(0, new Periodic());

        assertThatThrownBy(() -> time.runUntilIdle(Duration.ofSeconds(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not idle after PT10S, still scheduled: [+100 ms the periodic task]");
    }

    @Test
    void a_run_without_end_fails_after_so_many_steps() {
        time.schedule(0, new Periodic());

        assertThatThrownBy(() -> time.runUntilIdle(Duration.ofDays(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no rest after 1000 steps at 100000 ms, still scheduled: []");
    }

    @Test
    void what_a_task_throws_comes_out_where_time_is_driven() {
        time.schedule(10, () -> {
            throw new IllegalArgumentException("oops");
        });
        time.schedule(20, () -> note("a"));

        assertThatThrownBy(() -> time.advance(SECOND)).hasMessage("oops");
        time.advance(SECOND);
        assertThat(ran).containsExactly("a@20");
    }

    @Test
    void a_task_cannot_drive_the_time_itself() {
        time.schedule(10, () -> time.advance(SECOND));

        assertThatThrownBy(() -> time.advance(SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("driven already");
    }

    @Test
    void a_negative_delay_is_refused() {
        assertThatThrownBy(() -> time.schedule(-1, () -> {})).hasMessageContaining("expected: ≥ 0");
    }

    @Test
    void loops_run_their_tasks_later_and_know_their_own() {
        SimLoop one = new SimLoop(time);
        SimLoop two = new SimLoop(time);
        one.execute(() -> ran.add("one " + one.inLoop() + two.inLoop()));
        two.timers().schedule(5, () -> ran.add("two " + one.inLoop() + two.inLoop()));
        assertThat(ran).isEmpty();
        time.runUntilIdle();

        assertThat(ran).containsExactly("one truefalse", "two falsetrue");
        assertThat(one.inLoop()).isFalse();
        assertThat(one.timers().now()).isEqualTo(time.now());
        assertThat(one.timers().nanoTime()).isEqualTo(5_000_000);
    }

    private record Named(String name) implements Runnable {
        @Override
        public void run() {}

        @Override
        public String toString() {
            return name;
        }
    }

    private final class Periodic implements Runnable {
        @Override
        public void run() {
            time.schedule(100, this);
        }

        @Override
        public String toString() {
            return "the periodic task";
        }
    }
}
