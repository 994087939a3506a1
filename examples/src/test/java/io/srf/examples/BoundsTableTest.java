// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each bound in docs/protection.md exists, and so does the test that shows it. */
class BoundsTableTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)\\.(\\w+)`[^|]* \\| [^|]+ \\| [^|]+ \\| `(\\w+)\\.(\\w+)` \\|$");

    private final String page = Files.readString(Sources.ROOT.resolve("docs/protection.md"));

    BoundsTableTest() throws IOException {}

    @Test
    void every_bound_names_a_constant_or_an_option_and_a_test_that_exist() throws IOException {
        String table = page.substring(page.indexOf("## The bounds, and their tests"));
        long lines = table.lines().filter(line -> line.startsWith("| `")).count();
        Sources sources = new Sources();
        Matcher row = ROW.matcher(table);
        int rows = 0;
        while (row.find()) {
            rows++;
            assertThat(sources.of(row.group(1))).containsPattern("\\b" + row.group(2) + "\\b");
            assertThat(sources.of(row.group(3))).contains(" void " + row.group(4) + "(");
        }
        assertThat(rows).isEqualTo((int) lines).isPositive();
    }
}
