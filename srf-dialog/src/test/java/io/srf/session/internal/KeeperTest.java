// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A keeper in virtual time: it writes when {@code work} is called. After each test nothing may be left over. */
abstract class KeeperTest {
    final PlainStore store = new PlainStore();
    final ManualTimers timers = new ManualTimers();
    final ManualExecutor executor = new ManualExecutor();
    final List<String> lost = new ArrayList<>();
    private final List<SessionKeeper> keepers = new ArrayList<>();
    SessionKeeper keeper = keeper(SessionOptions.DEFAULT);

    SessionKeeper keeper(SessionOptions options) {
        SessionKeeper made = new SessionKeeper(
                store,
                new KeeperIds("node", new SecureRandom()),
                options,
                new StoreThreads(timers, executor),
                call -> lost.add(call.id()));
        keepers.add(made);
        return made;
    }

    /** Lets the writers write what has changed. */
    void work() {
        timers.pass(WriteQueue.TICK_MILLIS);
        executor.run();
    }

    void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            timers.pass(1);
            executor.run();
        }
    }

    @AfterEach
    void nothing_is_left_over() {
        pass(2 * WriteQueue.TICK_MILLIS);
        assertThat(keeper.stats().unsaved()).as("calls that wait").isZero();
        keepers.forEach(SessionKeeper::close);
        assertThat(timers.pending()).as("timers").isZero();
        assertThat(executor.pending()).as("tasks").isZero();
        assertThat(Thread.interrupted()).as("interrupted").isFalse();
    }
}
