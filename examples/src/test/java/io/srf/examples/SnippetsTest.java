// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * All Java on the pages of this project is compiled: each block stands in a source file, blanks aside. A line with
 * nothing but {@code …} is code that the reader adds.
 */
class SnippetsTest {
    private static final String JAVA = "java";
    private static final List<String> OTHERS = List.of("", "bash", "js", "xml");
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```(.*)\\R((?s:.*?))^ *```");
    private static final Pattern LEFT_OUT = Pattern.compile("(?m)^\\s*…\\s*$");
    private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*.*?\\*/");

    private final Sources sources = new Sources();

    SnippetsTest() throws IOException {}

    @Test
    void every_block_of_Java_on_every_page_is_compiled() {
        List<String> compiled = sources.files().stream()
                .map(file -> withoutBlanks(JAVADOC.matcher(Sources.read(file)).replaceAll("")))
                .toList();

        assertThat(blocks(JAVA::equals))
                .hasSizeGreaterThan(60)
                .allSatisfy(snippet -> assertThat(compiled).anyMatch(source -> hasAll(source, snippet)));
    }

    @Test
    void a_block_is_Java_or_in_a_language_that_is_known() {
        assertThat(blocks(language -> !language.equals(JAVA) && !OTHERS.contains(language)))
                .isEmpty();
    }

    private List<String> blocks(Predicate<String> language) {
        return sources.pages().stream()
                .flatMap(page -> BLOCK.matcher(Sources.read(page)).results())
                .filter(block -> language.test(block.group(1)))
                .map(block -> block.group(2))
                .toList();
    }

    private static boolean hasAll(String source, String snippet) {
        return LEFT_OUT.splitAsStream(snippet).allMatch(part -> source.contains(withoutBlanks(part)));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
