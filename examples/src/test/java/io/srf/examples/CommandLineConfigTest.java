// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files and values that an engine cannot use. */
class CommandLineConfigTest extends MistypedCommand {
    @Test
    void an_unknown_option_in_a_config_file_is_one_line_that_names_it_and_exit_2(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("srf.yaml"), "lissten: udp:127.0.0.1:0\n");
        fails(2, "srf.yaml:1: lissten: unknown, did you mean 'listen'?", "server", "--config", file.toString());
    }

    @Test
    void a_session_interval_in_a_config_file_that_RFC_4028_does_not_allow_is_one_line(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("srf.yaml"), "session-expires: 120\nmin-se: 300\n");
        fails(
                2,
                "the session interval is 120 s, expected: 0 for none, or at least the minimum of 300 s",
                "server",
                "--secret",
                "cymru",
                "--config",
                file.toString());
    }

    @Test
    void timers_that_do_not_fit_together_are_one_line_and_exit_2() {
        fails(2, "T2 is 4000 ms, expected: ≥ T1, which is 5000 ms", "server", "--secret", "cymru", "--t1=5000");
    }

    @Test
    void a_time_to_connect_again_that_is_too_long_is_one_line() {
        fails(
                2,
                "the time to connect again is 7200 s, expected: 0 to 3600 s",
                "server",
                "--secret",
                "cymru",
                "--reconnect=7200");
    }

    @Test
    void a_config_file_that_is_no_UTF_8_is_one_line_and_exit_2(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("srf.yaml"), "# gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
        fails(2, "no text, expected YAML in UTF-8", "server", "--config", file.toString());
    }

    @Test
    void an_empty_key_of_Record_Route_is_one_line_and_exit_2() {
        fails(
                2,
                "an empty key of Record-Route, expected a text that nobody can guess",
                "server",
                "--record-route-key",
                " ");
    }

    @Test
    void a_config_file_that_is_not_there_is_one_line_and_exit_2() {
        fails(2, "no such file", "server", "--config", "/nowhere/srf.yaml");
    }

    @Test
    void TLS_without_a_certificate_is_one_line_and_exit_2() {
        fails(2, "tls and wss need a certificate and its key", "server", "--listen", "tls:127.0.0.1:0");
    }

    @Test
    void a_certificate_that_is_not_there_is_one_line_that_names_it_and_exit_2() {
        fails(
                2,
                "/nowhere/a.crt: no such file",
                "server",
                "--listen=wss:127.0.0.1:0",
                "--tls-cert=/nowhere/a.crt",
                "--tls-key=/nowhere/a.key");
    }

    @Test
    void a_certificate_without_its_key_is_one_line_and_exit_2() {
        fails(2, "expected a key for each certificate", "server", "--tls-cert", "a.crt,b.crt", "--tls-key", "a.key");
    }

    @Test
    void client_certificates_without_an_authority_are_one_line_and_exit_2() {
        fails(2, "expected a file with the authorities", "server", "--tls-client-certs", "required");
    }
}
