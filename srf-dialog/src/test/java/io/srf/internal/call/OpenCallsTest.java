// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OpenCallsTest {
    private final OpenCalls calls = new OpenCalls();

    @Test
    void without_calls_there_is_nothing_to_wait_for() {
        assertThat(calls.whenIdle()).isCompleted();
    }

    @Test
    void it_is_idle_when_the_last_call_has_ended() {
        calls.begin();
        calls.begin();
        CompletableFuture<Void> idle = calls.whenIdle();
        calls.ended();
        assertThat(idle).isNotDone();
        calls.ended();
        assertThat(idle).isCompleted();
    }

    @Test
    void a_call_that_begins_while_another_ends_is_waited_for() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread others = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                calls.begin();
                calls.ended();
            }
        });
        int tooEarly = 0;
        for (int i = 0; i < 300_000; i++) {
            calls.begin();
            CompletableFuture<Void> idle = calls.whenIdle();
            Thread.onSpinWait();
            tooEarly += idle.isDone() ? 1 : 0;
            calls.ended();
        }
        over.set(true);
        others.join();
        assertThat(tooEarly).isZero();
    }
}
