// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ConfigurationTest {
    @Command(name = "serve")
    static final class Serve {
        @Option(names = "--config")
        Path config;

        @Option(names = "--loops", paramLabel = "N")
        int loops;

        @Option(names = "--listen", split = ",", paramLabel = "ADDRESSES")
        List<String> listen = new ArrayList<>();

        @Option(names = "--tls-cert", paramLabel = "FILE")
        Path certificate;

        @Option(names = "--tls-key", paramLabel = "FILE")
        Path key;

        @Option(names = "--admin-tls")
        boolean adminTls;

        @Option(names = "--log-level")
        Level level;

        @Option(names = "--log-levels", split = ",", paramLabel = "LOGGER=LEVEL")
        Map<String, Level> levels = new LinkedHashMap<>();
    }

    @Command(name = "top", subcommands = Serve.class)
    static final class Top {}

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("srf.yaml");
    }

    private Serve given(String yaml, Map<String, String> variables, String... flags) throws IOException {
        Files.writeString(file, yaml);
        List<String> args = new ArrayList<>(List.of("serve", "--config", file.toString()));
        args.addAll(List.of(flags));
        CommandLine root = new CommandLine(new Top()).setCaseInsensitiveEnumValuesAllowed(true);
        String[] all = Configuration.read(root, args, variables).arguments();
        return (Serve) root.parseArgs(all).subcommand().commandSpec().userObject();
    }

    private List<String> mistakes(String yaml) {
        return mistakes(yaml, Map.of());
    }

    private List<String> mistakes(String yaml, Map<String, String> variables) {
        return catchThrowableOfType(ConfigException.class, () -> given(yaml, variables)).lines().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void a_flag_wins_over_the_environment_and_that_over_the_file() throws IOException {
        String yaml = "loops: 1\ntls-cert: file.pem\nlog-level: INFO\n";
        Serve serve = given(yaml, Map.of("SRF_LOOPS", "2", "SRF_TLS_CERT", "variable.pem"), "--loops=3");

        assertThat(serve.loops).isEqualTo(3);
        assertThat(serve.certificate).hasToString("variable.pem");
        assertThat(serve.level).isEqualTo(Level.INFO);
    }

    @Test
    void the_environment_may_name_the_file() throws IOException {
        Files.writeString(file, "loops: 4\n");
        CommandLine root = new CommandLine(new Top());
        assertThat(Configuration.read(root, List.of("serve"), Map.of("SRF_CONFIG", file.toString()))
                        .arguments())
                .containsExactly("serve", "--loops=4");
    }

    @Test
    void keys_below_a_key_are_one_name() throws IOException {
        Serve serve = given("tls:\n  cert: a.pem\n  key: a.key\nadmin: {tls: true}\n", Map.of());

        assertThat(serve.certificate).hasToString("a.pem");
        assertThat(serve.key).hasToString("a.key");
        assertThat(serve.adminTls).isTrue();
    }

    @Test
    void a_list_gives_an_option_all_its_values() throws IOException {
        assertThat(given("listen:\n  - udp:127.0.0.1:5060\n  - tcp:127.0.0.1:5060\n", Map.of()).listen)
                .containsExactly("udp:127.0.0.1:5060", "tcp:127.0.0.1:5060");
    }

    @Test
    void names_with_values_of_their_own_are_a_mapping() throws IOException {
        assertThat(given("log:\n  level: warn\n  levels:\n    io.srf.server: DEBUG\n    io.netty: error\n", Map.of())
                        .levels)
                .containsEntry("io.srf.server", Level.DEBUG)
                .containsEntry("io.netty", Level.ERROR);
    }

    @Test
    void an_empty_file_says_nothing() throws IOException {
        assertThat(given("# nothing\n", Map.of()).loops).isZero();
    }

    @Test
    void all_mistakes_are_told_at_once_each_with_its_line_and_key() {
        String yaml = """
                loops: many
                lissten: udp:127.0.0.1:0
                tls:
                  cert: [a.pem, b.pem]
                  kye: a.key
                admin-tls: perhaps
                log-level: LOUD
                """;
        assertThat(mistakes(yaml))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("srf.yaml:1: loops: 'many' is not an int")
                                .contains("expected: N"),
                        line -> assertThat(line).isEqualTo("srf.yaml:2: lissten: unknown, did you mean 'listen'?"),
                        line -> assertThat(line).isEqualTo("srf.yaml:4: tls.cert: has 2 values, expected one: FILE"),
                        line -> assertThat(line).isEqualTo("srf.yaml:5: tls.kye: unknown, did you mean 'tls-key'?"),
                        line -> assertThat(line)
                                .startsWith("srf.yaml:6: admin-tls: [perhaps] is not a boolean")
                                .contains("expected: true or false"),
                        line -> assertThat(line)
                                .startsWith("srf.yaml:7: log-level:")
                                .contains("LOUD", "ERROR, WARN"));
    }

    @Test
    void a_key_that_comes_twice_in_whatever_form_is_a_mistake() {
        assertThat(mistakes("loops: 1\ntls-cert: a.pem\ntls:\n  cert: b.pem\nloops: 2\n"))
                .containsExactly(
                        "srf.yaml:4: tls.cert: is set before, in line 2; expected once",
                        "srf.yaml:5: loops: is set before, in line 1; expected once");
    }

    @Test
    void a_name_that_is_like_none_is_told_what_there_is() {
        assertThat(mistakes("frobnicate: 1\n"))
                .singleElement()
                .asString()
                .startsWith("srf.yaml:1: frobnicate: unknown, expected one of admin-tls, listen, log-level");
    }

    @Test
    void the_file_cannot_name_a_file() {
        assertThat(mistakes("config: other.yaml\n"))
                .singleElement()
                .asString()
                .startsWith("srf.yaml:1: config: unknown");
    }

    @Test
    void keys_below_a_value_and_keys_without_a_value_are_mistakes() {
        assertThat(mistakes("loops: {a: 1}\nlisten:\ntls-cert: [[x]]\n"))
                .containsExactlyInAnyOrder(
                        "srf.yaml:1: loops: has keys below it, expected a value",
                        "srf.yaml:2: listen: has no value",
                        "srf.yaml:3: tls-cert: no plain value, expected text or a number");
    }

    @Test
    void what_is_no_YAML_is_told_with_its_line() {
        assertThat(mistakes("loops: 1\nlisten: [udp:127.0.0.1:0\n"))
                .singleElement()
                .asString()
                .startsWith("srf.yaml:")
                .contains("no YAML");
        assertThat(mistakes("just text\n")).singleElement().asString().contains("srf.yaml:1: no settings");
    }

    @Test
    void a_mistake_in_the_environment_names_the_variable() {
        assertThat(mistakes("", Map.of("SRF_LOOPS", "x")))
                .singleElement()
                .asString()
                .startsWith("environment: SRF_LOOPS: 'x' is not an int");
    }
}
