// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.session.SessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Java code about upgrades in docs/high-availability.md is compiled. */
class UpgradeGuideTest {
    private static final Path PAGE = Path.of("..", "docs", "high-availability.md");
    private static final Path SOURCE = Path.of("src/test/java/io/srf/examples/UpgradeGuideTest.java");

    void drainsWhenTold(SessionStore store, Map<String, AutoCloseable> recorders) {
        Srf srf = Srf.create(cfg -> cfg.app("front-desk").sessions(store).drainTime(Duration.ofSeconds(30)));
        srf.onHandOver(dialog -> recorders.remove(dialog.id())); // it goes on elsewhere: let go of what is here
        Runtime.getRuntime().addShutdownHook(new Thread(() -> srf.drain().join())); // SIGTERM
    }

    @Test
    void the_code_on_the_page_is_that_of_this_test() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## How do I upgrade"));
        String snippet = section.substring(section.indexOf("```java") + "```java".length());

        assertThat(plain(Files.readString(SOURCE))).contains(plain(snippet.substring(0, snippet.indexOf("```"))));
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", "");
    }
}
