// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.testkit.Ladder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A ladder that a call is compared with: {@code src/test/resources/ladders/<name>.txt}.
 *
 * <p>With {@code -Dsrf.ladders=write} the files are written anew instead; read what changed before it is committed.
 */
final class GoldenLadder {
    private static final String MODE = "srf.ladders";

    private GoldenLadder() {}

    /** Fails with the lines that differ if the ladder is not the recorded one. */
    static void matches(String name, Ladder ladder) {
        String actual = ladder.toString();
        if ("write".equals(System.getProperty(MODE))) {
            write(name, actual);
            return;
        }
        String expected = recorded(name);
        if (!expected.equals(actual)) {
            throw new AssertionError("the ladder is not " + name + ".txt (- is missing, + is new; -D" + MODE
                    + "=write records what is):\n"
                    + String.join(
                            "\n",
                            LineDifference.all(
                                    expected.lines().toList(), actual.lines().toList())));
        }
    }

    private static String recorded(String name) {
        try (InputStream in = GoldenLadder.class.getResourceAsStream("/ladders/" + name + ".txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String name, String text) {
        Path folder = Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "ladders");
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
