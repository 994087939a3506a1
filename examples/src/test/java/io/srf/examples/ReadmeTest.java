// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void the_code_at_the_top_of_the_README_is_the_compiled_example() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String snippet = readme.substring(readme.indexOf("```java") + "```java".length());
        snippet = snippet.substring(0, snippet.indexOf("```"));

        String example = Files.readString(Path.of("src/main/java/io/srf/examples/FrontDesk.java"));

        assertThat(withoutBlanks(example)).contains(withoutBlanks(snippet));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
