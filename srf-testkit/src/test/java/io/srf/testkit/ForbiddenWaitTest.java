// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.app.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What an application must not do in virtual time fails its test, and shows where it did it. */
class ForbiddenWaitTest {
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void own_threads_end() {
        end.countDown();
    }

    private static void fails(Handler handler, String... texts) {
        SipTest sip = SipTest.withApp(srf -> srf.options(handler));
        Phone alice = sip.phone("alice");

        assertThatThrownBy(() -> alice.sendsTo("app", "OPTIONS").sees(200))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(texts);
        sip.end(new AssertionError("it failed already"));
    }

    @Test
    void a_handler_that_sleeps() {
        fails(
                (req, res) -> Thread.sleep(Duration.ofHours(1)),
                "waits for the wall clock; under virtual time, wait through io.srf.time.Timers",
                "java.lang.Thread.sleep",
                "ForbiddenWaitTest.lambda");
    }

    @Test
    void a_handler_that_waits_with_a_time_limit_of_the_wall_clock() {
        fails(
                (req, res) -> new CompletableFuture<>().get(1, TimeUnit.HOURS),
                "waits for the wall clock",
                "CompletableFuture.timedGet",
                "ForbiddenWaitTest.lambda");
    }

    @Test
    void a_handler_that_waits_for_a_thread_of_its_own() {
        fails(
                (req, res) -> {
                    Thread own = Thread.ofPlatform().name("own").daemon().start(this::waits);
                    while (own.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    own.join();
                    res.send(200);
                },
                "alice did not see 200",
                "still running:\n  worker-",
                "thread own (WAITING) at",
                "ForbiddenWaitTest.waits",
                "a thread of its own that was made at",
                "ForbiddenWaitTest.lambda");
    }

    private void waits() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_handler_that_answers_from_a_thread_of_its_own() {
        SipTest sip = SipTest.withApp(srf -> srf.options((req, res) -> {
            Thread own = Thread.ofPlatform().name("own").start(() -> res.send(200));
            while (own.isAlive()) {
                Thread.onSpinWait();
            }
        }));
        Phone alice = sip.phone("alice");

        assertThatThrownBy(() -> alice.sendsTo("app", "OPTIONS").sees(200))
                .hasMessageContainingAll("the application uses a thread of its own", "own", "ForbiddenWaitTest.lambda");
        sip.end(new AssertionError("it failed already"));
    }

    @RepeatedTest(20)
    void tasks_that_one_event_wakes_take_turns_in_an_order_that_does_not_change() {
        VirtualTime time = new VirtualTime();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 10; i++) {
            int number = i;
            time.workers().execute(() -> {
                gate.join();
                order.add(number);
            });
        }
        time.schedule(5, () -> time.workers().execute(() -> gate.complete(null)));
        time.runUntilIdle();

        assertThat(order).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }
}
