// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.app.Proxying;
import io.srf.app.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code on docs/proxying.md, and that each test that its table names exists. */
class ProxyingGuideTest {
    private static final Path ROOT = Path.of("..");
    private static final String USUAL_PACKAGE = "io.srf.server.";
    private static final Pattern TEST =
            Pattern.compile("`((?:io\\.srf\\.[a-z.]+\\.)?)(?:(\\w+Test)\\b)?\\.?(\\w*_\\w+)?`");

    @SuppressWarnings("unused")
    private static void code(Srf srf, Request req) {
        srf.proxyRequest(
                req,
                Proxying.to("sip:a.example.com", "sip:b.example.com")
                        .remainInDialog()
                        .followRedirects()
                        .provisionalTimeout(Duration.ofSeconds(2))
                        .build());
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/proxying.md"));
        String table = page.substring(page.indexOf("## Clause by clause"));
        String source = "";
        int named = 0;
        for (Matcher test = TEST.matcher(table); test.find(); ) {
            source = test.group(2) == null ? source : source(test.group(1), test.group(2));
            assertThat(source).as(test.group()).isNotEmpty();
            if (test.group(3) != null) {
                assertThat(source).as(test.group()).contains("    void " + test.group(3) + "(");
                named++;
            }
        }
        assertThat(named).isGreaterThan(25);
    }

    private static String source(String prefix, String name) throws IOException {
        String path = (prefix.isEmpty() ? USUAL_PACKAGE : prefix).replace('.', '/') + name + ".java";
        for (Path file : Stream.of("srf-testkit", "srf-server")
                .map(module -> ROOT.resolve(module).resolve("src/test/java").resolve(path))
                .toList()) {
            if (Files.exists(file)) {
                return Files.readString(file);
            }
        }
        return "";
    }
}
