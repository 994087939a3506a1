// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each line of docs/drachtio-behaviour.md names tests that exist, or says that something is not there. */
class DrachtioBehaviourTest {
    private static final Path ROOT = Path.of("..");
    private static final String WITHOUT_PREFIX = "srf-testkit/src/test/java/io/srf/stack";
    private static final Pattern PREFIX = Pattern.compile("(?m)^\\| `(\\w+:)` \\| (\\S+) \\|$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!`\\w+:` )(.+) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+:)?(?:(\\w+)\\.)?(\\w+)`");

    private final String page = Files.readString(ROOT.resolve("docs/drachtio-behaviour.md"));
    private final Map<String, String> folders =
            PREFIX.matcher(page).results().collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

    DrachtioBehaviourTest() throws IOException {}

    /** The rows of all tables of behaviour: what there is, and which tests show it. */
    private Map<String, String> rows() {
        return ROW.matcher(page)
                .results()
                .filter(row -> !row.group(2).matches("tests?"))
                .collect(Collectors.toMap(row -> row.start() + " " + row.group(1), row -> row.group(2)));
    }

    @Test
    void every_line_names_a_test_or_says_that_there_is_none() {
        assertThat(rows())
                .hasSizeGreaterThan(150)
                .allSatisfy((behaviour, tests) ->
                        assertThat(tests).matches("not (there yet|offered \\*)(: .+)?|`\\S+\\.\\w+`(, `\\S+`)*"));
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String tests : rows().values()) {
            if (tests.startsWith("`")) {
                missing.addAll(missing(tests));
            }
        }
        assertThat(missing).isEmpty();
    }

    private List<String> missing(String tests) throws IOException {
        List<String> missing = new ArrayList<>();
        String source = "";
        for (Matcher test = TEST.matcher(tests); test.find(); ) {
            source = test.group(2) == null ? source : source(test.group(1), test.group(2));
            if (!source.contains("    void " + test.group(3) + "(")) {
                missing.add(test.group());
            }
        }
        return missing;
    }

    private String source(String prefix, String name) throws IOException {
        String folder = prefix == null ? WITHOUT_PREFIX : folders.get(prefix);
        Path file = ROOT.resolve(String.valueOf(folder)).resolve(name + ".java");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
