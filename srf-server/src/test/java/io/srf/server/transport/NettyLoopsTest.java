// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.server.Loop;
import io.srf.time.Alarm;
import io.srf.time.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLoopsTest {
    private final NettyLoops loops = new NettyLoops(2);
    private final Loop loop = loops.shards().all().get(0);

    @AfterEach
    void no_timer_is_left() {
        for (Loop each : loops.shards().all()) {
            assertThat(onLoop(each, () -> ((LoopTimers) each.timers()).size())).isZero();
        }
        loops.close();
    }

    @Test
    void a_task_runs_on_the_loop_it_was_given_to() {
        for (Loop each : loops.shards().all()) {
            assertThat(onLoop(each, each::inLoop)).isTrue();
        }
        assertThat(onLoop(loop, loops.shards().all().get(1)::inLoop)).isFalse();
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void a_task_given_by_the_loop_itself_runs_later() {
        List<String> order = new CopyOnWriteArrayList<>();
        onLoop(loop, () -> {
            loop.execute(() -> order.add("second"));
            order.add("first");
            return null;
        });

        await().untilAsserted(() -> assertThat(order).containsExactly("first", "second"));
    }

    @Test
    void a_timer_of_any_thread_runs_on_the_loop_and_not_too_early() {
        long start = System.nanoTime();
        CompletableFuture<Boolean> ran = new CompletableFuture<>();

        loop.timers().schedule(50, () -> ran.complete(loop.inLoop()));

        assertThat(ran.join()).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void timers_run_in_the_order_of_their_time() {
        List<String> order = new CopyOnWriteArrayList<>();
        onLoop(loop, () -> {
            loop.timers().schedule(1_000, () -> order.add("late"));
            loop.timers().schedule(10, () -> {
                order.add("early");
                loop.timers().schedule(10, () -> order.add("from a timer"));
            });
            return null;
        });

        await().untilAsserted(() -> assertThat(order).containsExactly("early", "from a timer", "late"));
    }

    @Test
    void a_cancelled_timer_does_not_run() {
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Void> later = new CompletableFuture<>();
        Timer timer = loop.timers().schedule(1_000, () -> ran.set(true));
        loop.timers().schedule(1_001, () -> later.complete(null));

        timer.cancel();
        timer.cancel();

        later.join();
        assertThat(ran).isFalse();
    }

    @Test
    void a_loop_may_cancel_its_own_timer() {
        boolean empty = onLoop(loop, () -> {
            loop.timers().schedule(10_000, () -> {}).cancel();
            return ((LoopTimers) loop.timers()).size() == 0;
        });

        assertThat(empty).isTrue();
    }

    @Test
    void an_alarm_rings_on_the_loop_and_one_that_was_unset_does_not() {
        CompletableFuture<Boolean> rang = new CompletableFuture<>();
        AtomicBoolean unsetRang = new AtomicBoolean();
        onLoop(loop, () -> {
            Alarm unset = alarm(() -> unsetRang.set(true));
            loop.timers().set(10, unset);
            loop.timers().set(50, alarm(() -> rang.complete(loop.inLoop())));
            unset.unset();
            return null;
        });

        assertThat(rang.join()).isTrue();
        assertThat(unsetRang).isFalse();
    }

    private static Alarm alarm(Runnable task) {
        return new Alarm() {
            @Override
            public void run() {
                task.run();
            }
        };
    }

    @Test
    void a_task_that_throws_does_not_stop_the_loop() {
        loop.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        CompletableFuture<Void> later = new CompletableFuture<>();
        loop.timers().schedule(1, () -> {
            throw new IllegalStateException("on purpose");
        });
        loop.timers().schedule(20, () -> later.complete(null));

        assertThat(later).succeedsWithin(java.time.Duration.ofSeconds(60));
    }

    @Test
    void a_stopped_loop_refuses_tasks() {
        NettyLoops stopped = new NettyLoops(1);
        Loop its = stopped.shards().all().get(0);
        Timer timer = its.timers().schedule(60_000, () -> {});
        stopped.close();

        assertThatThrownBy(() -> its.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> its.timers().schedule(1, () -> {})).isInstanceOf(RejectedExecutionException.class);
        timer.cancel();
    }

    @Test
    void a_count_of_loops_out_of_bounds_is_refused() {
        for (int count : new int[] {-1, 0, 1_025}) {
            assertThatThrownBy(() -> new NettyLoops(count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected 1 to 1024");
        }
        assertThat(NettyLoops.defaultCount()).isPositive();
    }

    private static <T> T onLoop(Loop loop, java.util.function.Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> result.complete(task.get()));
        return result.join();
    }
}
