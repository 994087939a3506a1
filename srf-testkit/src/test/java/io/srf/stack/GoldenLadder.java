// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.testkit.Ladder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
                    + difference(expected.lines().toList(), actual.lines().toList()));
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

    /** All lines, those of one side only marked; the longest common part is found as usual. */
    private static String difference(List<String> expected, List<String> actual) {
        int[][] common = commonLengths(expected, actual);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            boolean both = i < expected.size() && j < actual.size();
            if (both && expected.get(i).equals(actual.get(j))) {
                lines.add("  " + expected.get(i++));
                j++;
            } else if (i < expected.size() && (j == actual.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + expected.get(i++));
            } else {
                lines.add("+ " + actual.get(j++));
            }
        }
        return String.join("\n", lines);
    }

    /** How many lines the rests of both have in common. */
    private static int[][] commonLengths(List<String> expected, List<String> actual) {
        int[][] common = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = actual.size() - 1; j >= 0; j--) {
                common[i][j] = expected.get(i).equals(actual.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
