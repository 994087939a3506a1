// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java code in docs/from-drachtio.md is code that is compiled. */
class FromDrachtioTest {
    private static final Path PAGE = Path.of("..", "docs", "from-drachtio.md");
    private static final Path SOURCE = Path.of("src/test/java/io/srf/examples/DrachtioSnippets.java");
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void every_snippet_on_the_page_is_compiled() throws IOException {
        String source = withoutBlanks(Files.readString(SOURCE));
        List<String> snippets = SNIPPET.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(snippets).hasSizeGreaterThan(15);
        assertThat(snippets).allSatisfy(snippet -> assertThat(source).contains(withoutBlanks(snippet)));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
