// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Commands that cannot be obeyed: each says why in one line. */
abstract class MistypedCommand {
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream realErr = System.err;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(realErr);
    }

    /** The engine that a test runs beside the command logs to the same stream. */
    private static boolean isOfTheEngine(String line) {
        return line.contains(" WARN ");
    }

    void fails(int exitCode, String line, String... args) {
        assertThat(Main.run(args)).isEqualTo(exitCode);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().filter(text -> !isOfTheEngine(text)))
                .singleElement()
                .asString()
                .contains(line);
    }
}
