// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.srf.Srf;
import io.srf.testkit.SimWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our applications say to a recorded drachtio-server what the recorded Node applications said. */
class RecordedConversationsTest {
    private final SimWorld sim = SimWorld.seeded(1);
    private final Srf srf = Srf.create(config ->
            config.app("recorded").timers(sim.time()).executor(sim.workers()).random(new Random(1)));

    static Stream<String> names() {
        return RecordedApplications.ALL.keySet().stream().sorted();
    }

    @AfterEach
    void nothing_is_left() {
        CompletableFuture<Void> closed = srf.shutdown();
        sim.time().runUntil(closed::isDone, Duration.ofMinutes(3));
        sim.time().advance(Duration.ofMinutes(3));
        assertThat(closed).isCompleted();
        assertThat(srf.openCalls()).isZero();
        sim.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void an_application_of_ours_says_the_same(String name) throws IOException {
        String shared = System.getProperty("srf.shared");
        assumeTrue(shared != null, "srf.shared is not set");
        Path file = Path.of(shared, "transcripts", name + ".jsonl");
        assumeTrue(Files.isRegularFile(file), file + " is not there");
        RecordedServer server = new RecordedServer(RecordedConversation.read(file), sim.time());
        CompletableFuture<?> connected = srf.connect(server);
        sim.time().runUntil(connected::isDone, Duration.ofSeconds(1));
        sim.workers().execute(() -> RecordedApplications.ALL.get(name).accept(srf));
        sim.time().advance(Duration.ZERO);

        server.plays();
    }
}
