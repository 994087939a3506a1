// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimersTest {
    private final SystemTimers timers = SystemTimers.start("timers-under-test");

    @AfterEach
    void the_thread_ends() {
        timers.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("timers-under-test")));
    }

    @Test
    void a_task_runs_on_the_daemon_thread_not_before_its_delay() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        long began = timers.nanoTime();
        timers.schedule(30, () -> {
            thread.set(Thread.currentThread());
            ran.countDown();
        });
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(timers.nanoTime() - began).isGreaterThanOrEqualTo(30_000_000);
        assertThat(thread.get().isDaemon()).isTrue();
    }

    @Test
    void shorter_delays_overtake_longer_ones() {
        List<String> ran = new CopyOnWriteArrayList<>();
        timers.schedule(1_000, () -> ran.add("long"));
        timers.schedule(1, () -> ran.add("short"));
        await().until(() -> ran.size() == 2);
        assertThat(ran).containsExactly("short", "long");
    }

    @Test
    void a_task_that_was_cancelled_in_time_does_not_run() {
        AtomicInteger ran = new AtomicInteger();
        Timer timer = timers.schedule(1_000, ran::incrementAndGet);
        timer.cancel();
        timer.cancel();
        CountDownLatch later = new CountDownLatch(1);
        timers.schedule(1_001, later::countDown);
        await().until(() -> later.getCount() == 0);
        assertThat(ran).hasValue(0);
    }

    @Test
    void many_threads_may_schedule_and_cancel() throws InterruptedException {
        int threads = 4;
        int each = 5_000;
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    Timer timer = timers.schedule(i % 2 == 0 ? 60_000 : i % 50, ran::incrementAndGet);
                    if (i % 2 == 0) {
                        timer.cancel();
                    }
                }
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        await().until(() -> ran.get() == threads * each / 2);
    }

    @Test
    void nothing_runs_after_the_close() {
        AtomicInteger ran = new AtomicInteger();
        timers.schedule(60_000, ran::incrementAndGet);
        timers.close();
        timers.schedule(1, ran::incrementAndGet).cancel();
        the_thread_ends();
        assertThat(ran).hasValue(0);
    }

    @Test
    void a_negative_delay_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timers.schedule(-1, () -> {}))
                .withMessage("a delay of -1 ms, expected: ≥ 0");
    }
}
