// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** To the same stimulus our engine says what a recorded drachtio-server said, but for what {@link AcceptedDifferences} says. */
class ReplayedServerTest {
    private static final AcceptedDifferences ACCEPTED = AcceptedDifferences.read();

    private static Path folder() {
        return Path.of(System.getProperty("srf.shared", "not-there"), "transcripts");
    }

    static Stream<String> names() throws IOException {
        return Files.isDirectory(folder()) ? recordings().stream() : Stream.of("no recordings");
    }

    private static Set<String> recordings() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl"))
                    .forEach(name -> names.add(name.substring(0, name.indexOf('.'))));
            return names;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void our_engine_says_the_same(String name) throws IOException {
        assumeTrue(Files.isDirectory(folder()), "srf.shared is not set");
        assumeTrue(!ACCEPTED.notReplayed().contains(name), "it says nothing that could be replayed here");
        try (ReplayedServer server = new ReplayedServer(Transcript.read(folder(), name))) {
            List<String> differences = server.differences();

            assertThat(String.join("\n", differences)).isEqualTo(String.join("\n", ACCEPTED.of(name)));
        }
    }

    @Test
    void each_entry_of_the_table_is_of_a_recording_and_has_its_reason() throws IOException {
        assumeTrue(Files.isDirectory(folder()), "srf.shared is not set");
        assertThat(recordings()).containsAll(ACCEPTED.names());
        assertThat(ACCEPTED.reasons())
                .allSatisfy((name, reason) -> assertThat(reason).as(name).isNotBlank());
    }
}
