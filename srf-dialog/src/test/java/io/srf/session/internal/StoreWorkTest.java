// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class StoreWorkTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final StoreWork work = new StoreWork(executor, 1);
    private final List<String> ran = new ArrayList<>();

    @Test
    void a_task_for_which_there_is_no_thread_is_refused_and_holds_up_no_other() {
        executor.isFull();
        assertThatThrownBy(() -> work.execute(() -> ran.add("refused"))).isInstanceOf(RejectedExecutionException.class);
        executor.hasRoom();
        work.execute(() -> ran.add("next"));
        executor.run();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void what_waits_for_a_worker_needs_no_other_thread() {
        work.execute(() -> {
            executor.isFull();
            work.execute(() -> ran.add("second"));
            ran.add("first");
        });
        executor.run();
        assertThat(ran).containsExactly("first", "second");
    }
}
