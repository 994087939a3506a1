// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.LogLines;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MailboxTest {
    @Test
    void a_task_runs_at_once_on_the_thread_that_brings_it() {
        List<Thread> threads = new ArrayList<>();
        new Mailbox("x").execute(() -> threads.add(Thread.currentThread()));
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void a_task_that_posts_is_followed_by_what_it_posts() {
        Mailbox mailbox = new Mailbox("x");
        List<String> order = new ArrayList<>();
        mailbox.execute(() -> {
            mailbox.execute(() -> order.add("second"));
            mailbox.execute(() -> order.add("third"));
            order.add("first");
        });
        assertThat(order).containsExactly("first", "second", "third");
    }

    @Test
    void a_task_that_throws_does_not_stop_the_next() {
        Mailbox mailbox = new Mailbox("x");
        List<String> order = new ArrayList<>();
        mailbox.execute(() -> {
            mailbox.execute(() -> order.add("next"));
            throw new IllegalStateException("expected in the log");
        });
        assertThat(order).containsExactly("next");
    }

    @Test
    void two_mailboxes_that_post_to_each_other_do_not_deadlock() {
        Mailbox a = new Mailbox("a");
        Mailbox b = new Mailbox("b");
        List<String> order = new ArrayList<>();
        a.execute(() -> {
            b.execute(() -> a.execute(() -> order.add("a again")));
            order.add("a");
        });
        assertThat(order).containsExactly("a", "a again");
    }

    @RepeatedTest(20)
    @Timeout(30)
    void tasks_of_many_threads_run_one_at_a_time_and_each_threads_in_order() throws InterruptedException {
        Mailbox mailbox = new Mailbox("x");
        int threads = 8;
        int tasks = 20_000;
        int[][] seen = new int[threads][1];
        int[] total = new int[1];
        List<String> disorder = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < tasks; i++) {
                    int number = i;
                    mailbox.execute(() -> {
                        total[0]++;
                        if (seen[thread][0]++ != number) {
                            disorder.add(thread + ":" + number);
                        }
                    });
                }
                mailbox.execute(done::countDown);
            });
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(disorder).isEmpty();
        assertThat(total[0]).isEqualTo(threads * tasks);
    }

    @Test
    @Timeout(30)
    void a_serial_executor_keeps_order_while_its_tasks_block() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SerialExecutor serial = new SerialExecutor(threads, "x");
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            serial.execute(() -> await(go));
            for (int i = 0; i < 100; i++) {
                int number = i;
                serial.execute(() -> order.add(number));
            }
            assertThat(order).isEmpty();
            serial.execute(done::countDown);
            go.countDown();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(order).hasSize(100).isSorted();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_serial_executor_refuses_what_exceeds_its_bound() {
        Queue<Runnable> held = new ArrayDeque<>();
        SerialExecutor serial = new SerialExecutor(held::add, "x");
        for (int i = 0; i <= SerialExecutor.MAX_WAITING; i++) {
            serial.execute(() -> {});
        }
        assertThatThrownBy(() -> serial.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("wait for a listener that does not return");
        held.remove().run();
        List<String> later = new ArrayList<>();
        serial.execute(() -> later.add("again"));
        held.remove().run();
        assertThat(later).containsExactly("again");
    }

    @Test
    void a_serial_executor_whose_threads_refuse_can_be_used_again() {
        boolean[] refuse = {true};
        SerialExecutor serial = new SerialExecutor(
                task -> {
                    if (refuse[0]) {
                        throw new RejectedExecutionException("down");
                    }
                    task.run();
                },
                "x");
        assertThatThrownBy(() -> serial.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        refuse[0] = false;
        List<String> ran = new ArrayList<>();
        serial.execute(() -> ran.add("ran"));
        assertThat(ran).containsExactly("ran");
    }

    @Test
    void a_task_that_throws_in_a_serial_executor_does_not_stop_the_next() {
        SerialExecutor serial = new SerialExecutor(Runnable::run, "x");
        List<String> ran = new ArrayList<>();
        serial.execute(() -> {
            throw new IllegalStateException("expected in the log");
        });
        serial.execute(() -> ran.add("ran"));
        assertThat(ran).containsExactly("ran");
    }

    @Test
    void what_came_meanwhile_runs_though_the_first_task_was_refused() {
        List<String> ran = new ArrayList<>();
        List<SerialExecutor> self = new ArrayList<>();
        boolean[] full = {true};
        SerialExecutor serial = new SerialExecutor(
                task -> {
                    if (full[0]) {
                        full[0] = false;
                        self.getFirst().execute(() -> ran.add("second"));
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                },
                "x");
        self.add(serial);
        assertThatThrownBy(() -> serial.execute(() -> ran.add("first"))).isInstanceOf(RejectedExecutionException.class);
        serial.execute(() -> ran.add("third"));
        assertThat(ran).containsExactly("second", "third");
    }

    @Test
    void a_task_that_throws_is_logged_with_the_Call_ID() {
        try (LogLines ofSteps = new LogLines(Mailbox.class);
                LogLines ofCode = new LogLines(SerialExecutor.class)) {
            Runnable broken = () -> {
                throw new IllegalStateException("expected in the log");
            };
            new Mailbox("call-1").execute(broken);
            new SerialExecutor(Runnable::run, "call-2").execute(broken);
            assertThat(ofSteps.callIds()).containsExactly("call-1");
            assertThat(ofCode.callIds()).containsExactly("call-2");
        }
    }
}
