// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each fault in docs/high-availability.md names tests that exist. */
class FaultTableTest {
    private static final int FAULTS = 12;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (F\\d+) [^|]+ \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private final String page = Files.readString(Sources.ROOT.resolve("docs/high-availability.md"));

    FaultTableTest() throws IOException {}

    @Test
    void every_fault_names_tests() {
        List<String> faults = IntStream.rangeClosed(1, FAULTS)
                .mapToObj(number -> "F" + number)
                .toList();

        assertThat(ROW.matcher(page).results().map(row -> row.group(1))).containsExactlyElementsOf(faults);
        assertThat(ROW.matcher(page).results().map(row -> row.group(2)))
                .allMatch(tests -> tests.matches("`\\w+\\.\\w+`(, `\\w+\\.\\w+`)*"));
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        Sources sources = new Sources();
        List<MatchResult> tests = ROW.matcher(page)
                .results()
                .flatMap(row -> TEST.matcher(row.group(2)).results())
                .toList();
        for (MatchResult test : tests) {
            assertThat(sources.of(test.group(1))).contains(" void " + test.group(2) + "(");
        }
    }
}
