// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(new RunLimits(5_000, Duration.ofSeconds(10)));
    private final Workers workers = time.workers();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean stop = new AtomicBoolean();

    @AfterEach
    void stop_what_still_runs() {
        stop.set(true);
        workers.close();
    }

    private void note(String what) {
        ran.add(what + '@' + time.elapsed().toMillis());
    }

    @Test
    void a_blocking_task_goes_on_when_a_later_timer_completes_what_it_waits_for() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        workers.execute(() -> {
            note("begins");
            note(answer.join());
        });
        time.schedule(500, () -> answer.complete("answer"));
        assertThat(ran).isEmpty();
        time.runUntilIdle();

        assertThat(ran).containsExactly("begins@0", "answer@500");
        assertThat(workers.unfinished()).isEmpty();
    }

    @Test
    void straight_line_code_waits_as_often_as_it_likes() {
        workers.execute(() -> {
            for (int i = 0; i < 5; i++) {
                CompletableFuture<Void> pause = new CompletableFuture<>();
                time.schedule(100, () -> pause.complete(null));
                pause.join();
                note("step");
            }
        });
        time.runUntilIdle();

        assertThat(ran).containsExactly("step@100", "step@200", "step@300", "step@400", "step@500");
    }

    @Test
    void time_does_not_move_while_a_task_can_run() {
        workers.execute(() -> {
            long x = 0;
            for (int i = 0; i < 5_000_000; i++) {
                x += i % 7;
            }
            note(x > 0 ? "computed" : "?");
        });
        time.schedule(1, () -> note("timer"));
        time.runUntilIdle();

        assertThat(ran).containsExactly("computed@0", "timer@1");
    }

    @RepeatedTest(20)
    void tasks_begin_one_after_the_other_in_the_order_they_were_handed_over() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "task " + i;
            expected.add(name + "@0");
            workers.execute(() -> note(name));
        }
        time.runUntilIdle();

        assertThat(ran).isEqualTo(expected);
    }

    @RepeatedTest(20)
    void tasks_that_wake_each_other_are_waited_for() {
        BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
        workers.execute(() -> {
            for (int i = 0; i < 500; i++) {
                there.add(i);
                take(back);
            }
            note("done");
        });
        workers.execute(() -> {
            for (int i = 0; i < 500; i++) {
                back.add(take(there));
            }
        });
        time.schedule(1, () -> note("timer"));
        time.runUntilIdle();

        assertThat(ran).containsExactly("done@0", "timer@1");
    }

    @Test
    void waiting_in_a_monitor_is_waiting_too() {
        Object monitor = new Object();
        workers.execute(() -> {
            synchronized (monitor) {
                while (!stop.get()) {
                    await(monitor);
                }
            }
            note("woken");
        });
        time.schedule(10, () -> {
            synchronized (monitor) {
                stop.set(true);
                monitor.notifyAll();
            }
        });
        time.runUntilIdle();

        assertThat(ran).containsExactly("woken@10");
    }

    @Test
    void sleeping_by_the_wall_clock_fails_and_shows_where() {
        workers.execute(WorkersTest::sleeps);

        assertThatThrownBy(() -> time.advance(SECOND))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "worker-1 waits for the wall clock; under virtual time, wait through io.srf.time.Timers:")
                .hasMessageContaining("java.lang.Thread.sleep")
                .hasMessageContaining("WorkersTest.sleeps(WorkersTest.java:");
    }

    @Test
    void a_timed_wait_is_a_wait_for_the_wall_clock() {
        workers.execute(() -> {
            try {
                new CompletableFuture<>().get(1, TimeUnit.HOURS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatThrownBy(() -> time.advance(SECOND)).hasMessageContaining("TIMED_WAITING");
    }

    @Test
    void a_task_that_never_rests_fails_the_run_and_shows_where_it_is() {
        VirtualTime impatient = new VirtualTime(new RunLimits(5_000, Duration.ofMillis(100)));
        impatient.workers().execute(() -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });

        assertThatThrownBy(() -> impatient.advance(SECOND))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("still running after PT0.1S:\n  worker-1 (RUNNABLE)\n    at ");
    }

    @Test
    void what_a_task_throws_fails_the_run() {
        workers.execute(() -> {
            throw new IllegalArgumentException("oops");
        });

        assertThatThrownBy(() -> time.advance(SECOND))
                .isInstanceOf(AssertionError.class)
                .hasMessage("a worker's task threw java.lang.IllegalArgumentException: oops")
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        time.advance(SECOND);
    }

    @Test
    void tasks_that_start_tasks_without_end_fail_the_run() {
        workers.execute(new Runnable() {
            @Override
            public void run() {
                if (!stop.get()) {
                    workers.execute(this);
                }
            }
        });

        assertThatThrownBy(() -> time.advance(SECOND)).hasMessageStartingWith("no rest after 5000 steps at 0 ms");
    }

    @Test
    void tasks_that_have_not_ended_are_listed_with_the_place_where_they_wait() {
        CountDownLatch never = new CountDownLatch(1);
        workers.execute(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        time.runUntilIdle();

        assertThat(workers.unfinished())
                .singleElement()
                .asString()
                .startsWith("worker-1 at io.srf.testkit.WorkersTest");
        workers.close();
        time.runUntilIdle();
        assertThat(workers.unfinished()).isEmpty();
    }

    @Test
    void a_worker_is_known_by_its_thread() {
        workers.execute(() -> note("worker " + workers.isWorker()));
        time.runUntilIdle();

        assertThat(ran).containsExactly("worker true@0");
        assertThat(workers.isWorker()).isFalse();
    }

    private static void sleeps() {
        try {
            Thread.sleep(Duration.ofHours(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private static void await(Object monitor) {
        try {
            monitor.wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int take(BlockingQueue<Integer> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
