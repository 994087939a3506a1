// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.examples.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class PackagingTest {
    private static final Path SAMPLE = Path.of("../packaging/srf.yaml");
    private static final Pattern KEY = Pattern.compile("^(?:# )?([a-z][a-z0-9-]*):(?: .*)?$");
    private static final Pattern COMMENTED = Pattern.compile("(?m)^# ( *[a-z][\\w.-]*:( .*)?)$");

    private static CommandLine server() {
        return Main.commandLine().getSubcommands().get("server");
    }

    @Test
    void the_sample_has_every_option_of_the_server_and_no_other() throws IOException {
        Set<String> shown = Files.readAllLines(SAMPLE).stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> options = server().getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(OptionSpec::longestName)
                .map(name -> name.substring(2))
                .filter(name -> !name.equals("config"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(options);
    }

    @Test
    void the_sample_can_be_used_as_it_is_and_with_all_that_is_commented_out(@TempDir Path folder) throws IOException {
        Path all = Files.writeString(
                folder.resolve("all.yaml"),
                COMMENTED.matcher(Files.readString(SAMPLE)).replaceAll("$1"));
        for (Path file : List.of(SAMPLE, all)) {
            List<String> args = List.of("server", "--config", file.toString());
            assertThat(Configuration.read(Main.commandLine(), args, Map.of()).arguments())
                    .contains("--admin=127.0.0.1:9022", "--log-format=json");
        }
    }

    @Test
    void without_a_Java_that_is_new_enough_it_says_so(@TempDir Path folder) throws Exception {
        ProcessBuilder command =
                new ProcessBuilder("sh", "../packaging/bin/srf", "--version").redirectErrorStream(true);
        command.environment().put("JAVA_HOME", folder.toString());
        Process process = command.start();

        assertThat(process.inputReader().lines())
                .singleElement()
                .asString()
                .startsWith("srf: '" + folder)
                .contains("is no Java (expected: 21 or newer");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    /** A java that says which one it is, or what it is called with. */
    private static void javaThatTells(Path home) throws IOException {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n[ \"$1\" = -version ] && echo 'openjdk version \"25\"' || echo \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    /** The scripts of a package in this folder, without what they run. */
    private static void unpack(Path folder) throws IOException {
        Path pack = Files.createDirectories(folder.resolve("srf/bin"));
        Files.createDirectories(folder.resolve("srf/lib"));
        for (String script : List.of("srf", "jvm.sh")) {
            Files.copy(Path.of("../packaging/bin", script), pack.resolve(script));
        }
    }

    @Test
    void a_training_that_fails_is_one_line_that_names_what_was_said(@TempDir Path folder) throws Exception {
        unpack(folder);
        javaThatTells(folder.resolve("jre"));
        ProcessBuilder command =
                new ProcessBuilder("sh", folder.resolve("srf/bin/srf").toString(), "train").redirectErrorStream(true);
        command.environment().put("JAVA_HOME", folder.resolve("jre").toString());
        Process process = command.start();

        Path log = folder.resolve("srf/lib/training.log");
        assertThat(process.inputReader().lines()).containsExactly("srf: the training failed, see " + log);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(log).content().contains(Training.class.getName());
    }

    @Test
    void it_may_be_called_through_links(@TempDir Path folder) throws Exception {
        unpack(folder);
        Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("srf/bin/srf"));
        Path second = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("elsewhere")).resolve("second"), first);
        javaThatTells(folder.resolve("jre"));
        ProcessBuilder command = new ProcessBuilder("sh", second.toString(), "--version").redirectErrorStream(true);
        command.environment().put("JAVA_HOME", folder.resolve("jre").toString());

        assertThat(command.start().inputReader().lines())
                .singleElement()
                .asString()
                .contains("-cp " + folder.resolve("srf/lib/*") + " " + Main.class.getName());
    }

    @Test
    void the_unit_and_the_image_run_what_there_is() throws IOException {
        assertThat(Files.readString(Path.of("../packaging/srf.service")))
                .contains("ExecStart=/opt/srf/bin/srf server --config /etc/srf/srf.yaml", "LimitNOFILE=");
        assertThat(Files.readString(Path.of("../packaging/Dockerfile"))).contains(Healthy.class.getName(), "USER srf");
        assertThat(Files.readString(Path.of("../packaging/bin/srf"))).contains(Main.class.getName());
    }
}
