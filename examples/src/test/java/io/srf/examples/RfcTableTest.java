// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/rfcs.md has each RFC that the code names, and each class and test that it names is there. */
class RfcTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d[^|]+) \\|(.*)\\|$");
    private static final Pattern NUMBERS = Pattern.compile("^\\d+(?:, \\d+)*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern SECTION = Pattern.compile("§\\d+(?:\\.\\d+)*");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Pattern NAMED = Pattern.compile("\\bRFC (\\d+)");
    private static final String TABLE_OF_TESTS = "## Tests that an RFC brings along";
    private static final String ONLY_MENTIONED = "## Only mentioned";

    private final Sources sources = new Sources();
    private final String page = Sources.read(Sources.ROOT.resolve("docs/rfcs.md"));

    /**
     * A line of the tables.
     *
     * @param what the RFCs and the sections
     * @param cells behind that
     */
    private record Row(String what, String[] cells) {
        static Row of(MatchResult found) {
            return new Row(found.group(1), found.group(2).split("\\|", -1));
        }

        Stream<String> rfcs() {
            return found(NUMBERS, what).flatMap(numbers -> found(NUMBER, numbers));
        }

        Stream<String> names(int cell) {
            return NAME.matcher(cells[cell]).results().map(name -> name.group(1));
        }
    }

    RfcTableTest() throws IOException {}

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }

    private static List<Row> rows(String text) {
        return ROW.matcher(text).results().map(Row::of).toList();
    }

    private List<Row> built() {
        return rows(page.substring(0, page.indexOf(TABLE_OF_TESTS)));
    }

    @Test
    void every_class_exists_and_those_of_a_row_name_its_RFCs_and_sections() {
        for (Row row : built()) {
            assertThat(row.names(0).map(sources::ofMain)).as(row.what()).doesNotContain("");
            String code = row.names(0).map(sources::ofMain).collect(Collectors.joining());
            if (!code.isEmpty()) {
                assertThat(row.rfcs().map(rfc -> "RFC " + rfc)).as(row.what()).allMatch(code::contains);
                assertThat(found(SECTION, row.what())).as(row.what()).allMatch(code::contains);
            }
        }
    }

    @Test
    void every_test_exists_and_what_is_built_has_one() {
        for (Row row : built()) {
            assertThat(row.names(1).map(sources::ofTests)).as(row.what()).doesNotContain("");
            assertThat(row.names(1).findAny().isPresent())
                    .as(row.what())
                    .isEqualTo(row.names(0).findAny().isPresent());
        }
        for (Row row : rows(page.substring(page.indexOf(TABLE_OF_TESTS)))) {
            assertThat(row.names(0).map(sources::ofTests))
                    .as(row.what())
                    .isNotEmpty()
                    .doesNotContain("");
        }
    }

    @Test
    void every_RFC_that_the_code_names_is_in_a_table_or_only_mentioned() {
        Set<String> inTables = built().stream().flatMap(Row::rfcs).collect(Collectors.toCollection(TreeSet::new));
        List<String> mentioned =
                found(NUMBER, page.substring(page.indexOf(ONLY_MENTIONED))).toList();
        Set<String> named = sources.mainFiles()
                .flatMap(file -> NAMED.matcher(Sources.read(file)).results())
                .map(rfc -> rfc.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(mentioned).doesNotHaveDuplicates().doesNotContainAnyElementsOf(inTables);
        assertThat(Stream.of(inTables, mentioned).flatMap(rfcs -> rfcs.stream()))
                .containsExactlyInAnyOrderElementsOf(named);
    }
}
