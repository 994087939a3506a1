// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    /** Near the end of the range of nanoTime, so that it wraps around during the tests. */
    private static final long START = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

    private final TimerWheel wheel = new TimerWheel(START);
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void nothing_waits_in_the_end() {
        assertThat(wheel.size()).isZero();
        assertThat(wheel.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private static long at(Duration since) {
        return START + since.toNanos();
    }

    private static long millis(long millis) {
        return at(Duration.ofMillis(millis));
    }

    private Timer schedule(long millis, String name) {
        return wheel.schedule(millis(millis), () -> ran.add(name));
    }

    @Test
    void a_task_runs_at_its_deadline_and_not_before() {
        schedule(35, "a");
        assertThat(wheel.advanceTo(millis(34))).isZero();
        assertThat(wheel.advanceTo(millis(39))).isZero();
        assertThat(wheel.advanceTo(millis(40))).isEqualTo(1);
        assertThat(wheel.advanceTo(millis(100))).isZero();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void a_deadline_in_the_past_is_due_at_the_next_tick() {
        wheel.advanceTo(millis(500));
        schedule(100, "late");
        wheel.advanceTo(millis(500));
        assertThat(ran).isEmpty();
        wheel.advanceTo(millis(510));
        assertThat(ran).containsExactly("late");
    }

    @Test
    void tasks_run_in_the_order_of_their_deadlines_in_one_advance() {
        schedule(5_000, "c");
        schedule(20, "a");
        schedule(700, "b");
        schedule(3_600_000, "d");
        wheel.advanceTo(at(Duration.ofHours(2)));
        assertThat(ran).containsExactly("a", "b", "c", "d");
    }

    @Test
    void tasks_with_equal_deadlines_run_in_the_order_they_were_scheduled_even_from_far_and_near() {
        schedule(60_000, "from a minute away");
        wheel.advanceTo(millis(59_000));
        schedule(60_000, "from a second away");
        wheel.advanceTo(millis(59_980));
        schedule(60_000, "from a moment away");
        wheel.advanceTo(millis(60_000));
        assertThat(ran).containsExactly("from a minute away", "from a second away", "from a moment away");
    }

    @Test
    void a_task_of_a_day_runs_after_a_day() {
        Duration day = Duration.ofHours(24);
        wheel.schedule(at(day), () -> ran.add("day"));
        wheel.advanceTo(at(day.minusMillis(1)));
        assertThat(ran).isEmpty();
        wheel.advanceTo(at(day));
        assertThat(ran).containsExactly("day");
    }

    @Test
    void a_deadline_beyond_all_levels_waits_and_can_be_cancelled() {
        Timer timer = wheel.schedule(START + Duration.ofDays(100_000).toNanos(), () -> ran.add("never"));
        wheel.advanceTo(at(Duration.ofDays(365)));
        assertThat(ran).isEmpty();
        timer.cancel();
    }

    @Test
    void a_cancelled_task_does_not_run_and_is_released() {
        Runnable task = new Runnable() {
            @Override
            public void run() {
                ran.add("cancelled");
            }
        };
        WeakReference<Runnable> released = new WeakReference<>(task);
        Timer timer = wheel.schedule(millis(100_000), task);
        task = null;
        timer.cancel();
        timer.cancel();
        org.awaitility.Awaitility.await().until(() -> {
            System.gc();
            return released.get() == null;
        });
        assertThat(wheel.advanceTo(millis(200_000))).isZero();
    }

    @Test
    void cancelling_a_task_that_ran_changes_nothing() {
        Timer first = schedule(10, "first");
        wheel.advanceTo(millis(10));
        schedule(20, "second");
        first.cancel();
        assertThat(wheel.size()).isEqualTo(1);
        wheel.advanceTo(millis(20));
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void a_task_may_cancel_another_of_the_same_tick() {
        Timer[] victim = new Timer[1];
        wheel.schedule(millis(10), () -> victim[0].cancel());
        victim[0] = schedule(10, "victim");
        assertThat(wheel.advanceTo(millis(10))).isEqualTo(1);
        assertThat(ran).isEmpty();
    }

    @Test
    void a_task_may_schedule_another_which_runs_in_the_same_advance_if_it_is_due() {
        wheel.schedule(millis(10), () -> schedule(15, "second"));
        wheel.advanceTo(millis(50));
        assertThat(ran).containsExactly("second");
    }

    @Test
    void a_task_that_reschedules_itself_at_once_does_not_hold_time_up() {
        Runnable[] again = new Runnable[1];
        Timer[] last = new Timer[1];
        again[0] = () -> {
            ran.add("tick");
            last[0] = wheel.schedule(START, again[0]);
        };
        wheel.schedule(START, again[0]);
        wheel.advanceTo(millis(100));
        assertThat(ran).hasSize(10);
        last[0].cancel();
    }

    @Test
    void a_task_that_throws_does_not_stop_the_others() {
        wheel.schedule(millis(10), () -> {
            throw new IllegalStateException("expected by this test");
        });
        schedule(10, "next");
        assertThat(wheel.advanceTo(millis(10))).isEqualTo(2);
        assertThat(ran).containsExactly("next");
    }

    @Test
    void time_does_not_move_back() {
        wheel.advanceTo(millis(1_000));
        schedule(1_010, "a");
        assertThat(wheel.advanceTo(millis(10))).isZero();
        wheel.advanceTo(millis(1_010));
        assertThat(ran).containsExactly("a");
    }

    @Test
    void who_advances_only_when_asked_to_runs_every_task_in_its_tick() {
        schedule(1_234_567, "a");
        int looks = 0;
        while (ran.isEmpty()) {
            long next = wheel.nextNanos();
            assertThat(next).isLessThanOrEqualTo(millis(1_234_570));
            wheel.advanceTo(next);
            looks++;
        }
        assertThat(looks).as("a look for each level at most").isLessThanOrEqualTo(6);
    }

    @Test
    void ten_thousand_random_tasks_run_as_a_sorted_list_would() {
        Random random = new Random(42);
        record Expected(long tick, int order) {}
        List<Expected> expected = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 10_000; i++) {
            long delay = (long) Math.pow(10, random.nextDouble() * 8);
            int id = i;
            Timer timer = wheel.schedule(millis(now + delay), () -> order.add(id));
            if (random.nextInt(4) == 0) {
                timer.cancel();
            } else {
                expected.add(new Expected(Math.max((now + delay + 9) / 10, now / 10 + 1), i));
            }
            if (random.nextInt(10) == 0) {
                now += random.nextInt(500);
                wheel.advanceTo(millis(now));
            }
        }
        assertThat(wheel.size()).isEqualTo(expected.size() - order.size());
        wheel.advanceTo(at(Duration.ofDays(3)));
        expected.sort(Comparator.comparingLong(Expected::tick).thenComparingInt(Expected::order));
        assertThat(order).isEqualTo(expected.stream().map(Expected::order).toList());
    }
}
