// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The code that the README of this module shows. */
class ReadmeTest {
    @RegisterExtension
    final SipTest sip =
            SipTest.withApp(srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")));

    @Test
    void a_200_that_crosses_a_CANCEL_ends_in_ACK_and_BYE() {
        Phone bob = sip.phone("bob").ringsOnly();
        Phone alice = sip.phone("alice").calls("bob").sees(180);

        Hold ok = sip.holds(bob, 200, "INVITE");
        bob.answers(); // the 200 is on its way ...
        alice.cancels().sees(487).isIdle(); // ... and crosses the CANCEL
        bob.isTold("CANCEL");
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void the_code_in_the_README_is_the_code_of_this_test() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String snippet = readme.substring(readme.indexOf("```java") + "```java".length());
        snippet = snippet.substring(0, snippet.indexOf("```"));
        String test = Files.readString(Path.of("src/test/java/io/srf/testkit/ReadmeTest.java"));

        assertThat(withoutBlanks(test)).contains(withoutBlanks(snippet));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
