// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each bound in docs/protection.md exists, and so does the test that shows it. */
class BoundsTableTest {
    private static final Path ROOT = Path.of("..");
    private static final int SOURCE_DEPTH = 12;
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)\\.(\\w+)`[^|]* \\| [^|]+ \\| [^|]+ \\| `(\\w+)\\.(\\w+)` \\|$");

    private final String page = Files.readString(ROOT.resolve("docs/protection.md"));

    BoundsTableTest() throws IOException {}

    @Test
    void every_bound_names_a_constant_or_an_option_and_a_test_that_exist() throws IOException {
        String table = page.substring(page.indexOf("## The bounds, and their tests"));
        long lines = table.lines().filter(line -> line.startsWith("| `")).count();
        List<Path> sources = sources();
        Matcher row = ROW.matcher(table);
        int rows = 0;
        while (row.find()) {
            rows++;
            assertThat(sourceOf(row.group(1), sources)).containsPattern("\\b" + row.group(2) + "\\b");
            assertThat(sourceOf(row.group(3), sources)).contains(" void " + row.group(4) + "(");
        }
        assertThat(rows).isEqualTo((int) lines).isPositive();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, SOURCE_DEPTH)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** All classes of this name: some have namesakes in other packages. */
    private static String sourceOf(String name, List<Path> sources) throws IOException {
        StringBuilder source = new StringBuilder();
        for (Path file : sources) {
            if (file.endsWith(name + ".java")) {
                source.append(Files.readString(file));
            }
        }
        return source.toString();
    }
}
