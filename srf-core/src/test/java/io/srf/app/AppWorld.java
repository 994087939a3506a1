// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.LinkOptions;
import io.srf.link.LinkTimeouts;
import io.srf.time.VirtualTimers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An application on one engine, with time and threads in the hands of the test. After each test nothing may be left over. */
abstract class AppWorld {
    static final LinkOptions OPTIONS =
            LinkOptions.of("cymru").withTimeouts(new LinkTimeouts(10_000, 300_000, 0, 5_000));
    static final AppLimits LIMITS = AppLimits.DEFAULT;

    final VirtualTimers timers = new VirtualTimers();
    final HeldExecutor executor = new HeldExecutor();
    final AppRuntime runtime = new AppRuntime(executor, timers, LIMITS);
    final ScriptedEngine engine = new ScriptedEngine("engine");
    final App app = new App();
    final EventLog events = new EventLog();
    DialogRequests dialogs = DialogRequests.NONE;
    final AppLinks links = new AppLinks(app, (req, res) -> dialogs.take(req, res), events, runtime);
    Agent agent = connected();

    private Agent connected() {
        return links.connect(engine.connector(), OPTIONS).join();
    }

    @BeforeEach
    void the_link_is_up() {
        assertThat(agent.isConnected()).isTrue();
    }

    @AfterEach
    void nothing_is_left_over() {
        assertThat(executor.held()).as("tasks").isZero();
        assertThat(agent.counts()).isEqualTo(Agent.Counts.NONE);
        assertThat(timers.waiting()).as("timers").isZero();
        links.close();
        assertThat(timers.waiting()).as("timers of the link").isZero();
    }

    void pass(Duration time) {
        timers.pass(time.toMillis());
    }

    /** Checks that a future has settled with a failure of this type, whose message holds these words. */
    static void assertFailedWith(CompletableFuture<?> future, Class<? extends Throwable> type, String... words) {
        assertThat(future).as("settled").isDone();
        Throwable failure = future.exceptionNow();
        assertThat(failure).isInstanceOf(type);
        for (String word : words) {
            assertThat(failure).hasMessageContaining(word);
        }
    }
}
