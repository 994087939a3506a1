// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An unmodified drachtio-srf application in a Node process of its own, and the lines it printed. */
final class NodeApplication implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "interop");
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final List<String> FILES =
            List.of("app.js", "answering.js", "bridging.js", "calling.js", "proxying.js", "package.json");
    private static final String PROVISIONAL = "provisional ";
    private static final String CONNECTED = "engine ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private NodeApplication(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Fetches drachtio-srf with npm; skips the test where node, npm or the registry is missing. */
    static void install() throws IOException, InterruptedException {
        NpmFolder folder = NpmFolder.of("interop", FILES, "drachtio-srf");
        assumeTrue(folder.runs("node", "--version"), "node is not installed");
    }

    /** Starts the application; arguments as {@code app.js} names them. */
    static NodeApplication start(Stream<String> arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("node", "app.js"), arguments).toList();
        return new NodeApplication(new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add("error " + e);
        }
    }

    /** Waits until it has had this many connections to the engine. */
    void isConnected(long times) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines.stream().filter(line -> line.startsWith(CONNECTED)))
                        .as("connections: %s", lines)
                        .hasSize((int) times));
    }

    /** Waits until it has said this of what happened to it, and nothing else; of an ACK drachtio-srf tells a moment later, perhaps behind what followed. */
    void hasSaid(String... expected) {
        List<String> others = withoutAcks(List.of(expected));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(said()).containsExactlyInAnyOrder(expected);
            assertThat(withoutAcks(said())).isEqualTo(others);
        });
    }

    private static List<String> withoutAcks(List<String> lines) {
        return lines.stream().filter(line -> !line.startsWith(ACKNOWLEDGED)).toList();
    }

    /** Waits until it has told of so many ACKs; drachtio-srf tells neither of one that a BYE follows at once, nor of that BYE when both come with the 200's confirmation. */
    void hasSaidAcknowledged(int times) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(said().stream().filter(line -> line.startsWith(ACKNOWLEDGED)))
                        .hasSize(times));
    }

    /** Waits until it has said all this, in any order and among other things. */
    void hasSaidAmongOthers(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(said()).contains(expected));
    }

    /** On a busy machine an INVITE is repeated, and drachtio-srf tells of the provisional response that comes once more. */
    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (String line : lines) {
            boolean isRepeated = line.startsWith(PROVISIONAL) && said.contains(line);
            if (!line.startsWith(CONNECTED) && !isRepeated) {
                said.add(line);
            }
        }
        return said;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
