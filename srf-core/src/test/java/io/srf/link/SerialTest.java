// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialTest {
    private final Serial serial = new Serial();
    private final List<String> ran = new ArrayList<>();

    @Test
    void a_task_runs_at_once_on_the_thread_that_brings_it() {
        serial.run(() -> ran.add(Thread.currentThread().getName()));
        assertThat(ran).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void a_task_added_by_a_task_runs_after_it() {
        serial.run(() -> {
            serial.run(() -> ran.add("inner"));
            ran.add("outer");
        });
        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void a_task_that_throws_does_not_stop_the_next() {
        serial.run(() -> {
            throw new IllegalStateException("expected by this test");
        });
        serial.run(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }

    @Test
    void a_task_that_fails_with_an_Error_does_not_stop_the_next() {
        serial.run(() -> {
            throw new AssertionError("expected by this test");
        });
        serial.run(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }

    @Test
    void tasks_of_many_threads_run_one_at_a_time_and_none_is_lost() throws InterruptedException {
        int[] counter = {0};
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50_000; i++) {
                    serial.run(() -> counter[0]++);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counter[0]).isEqualTo(200_000);
    }
}
