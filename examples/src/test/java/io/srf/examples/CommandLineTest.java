// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream realErr = System.err;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(realErr);
    }

    /** The engine that a test runs beside the command logs to the same stream. */
    private static boolean isOfTheEngine(String line) {
        return line.contains(" WARN ");
    }

    private void fails(int exitCode, String line, String... args) {
        assertThat(Main.run(args)).isEqualTo(exitCode);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().filter(text -> !isOfTheEngine(text)))
                .singleElement()
                .asString()
                .contains(line);
    }

    @Test
    void without_a_command_the_usage_is_an_error_with_exit_2() {
        PrintStream realOut = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(new String[0])).isEqualTo(2);
        } finally {
            System.setOut(realOut);
        }
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .startsWith("srf: no command (expected: one of those below)")
                .anyMatch(line -> line.startsWith("Usage: srf "))
                .anyMatch(line -> line.strip().startsWith("server "));
        assertThat(out.size()).isZero();
    }

    @Test
    void the_usage_that_was_asked_for_is_on_stdout_with_exit_0() {
        PrintStream realOut = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(new String[] {"--help"})).isZero();
        } finally {
            System.setOut(realOut);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: srf ");
        assertThat(err.size()).isZero();
    }

    @Test
    void an_unknown_flag_is_one_line_and_exit_2() {
        fails(2, "--bogus", "b2bua", "--to", "sip:a@127.0.0.1", "--bogus");
    }

    @Test
    void a_missing_destination_is_one_line_and_exit_2() {
        fails(2, "--to", "b2bua");
    }

    @Test
    void a_destination_that_is_no_SIP_URI_is_one_line_and_exit_2() {
        fails(2, "is not a SIP URI", "b2bua", "--to", "nonsense");
    }

    @Test
    void a_phone_that_is_to_call_what_is_no_SIP_URI_says_so_in_one_line_and_exit_2() {
        fails(2, "is not a SIP URI", "phone", "--call", "nonsense");
    }

    @Test
    void a_user_without_a_password_is_one_line_and_exit_2() {
        fails(2, "--password", "b2bua", "--to", "sip:a@127.0.0.1", "--user", "alice");
    }

    @Test
    void a_header_that_is_none_is_one_line_that_names_it_and_exit_2() {
        fails(2, "Sub ject", "b2bua", "--to", "sip:a@127.0.0.1", "--pass-headers", "Sub ject");
    }

    @Test
    void flags_of_an_engine_in_this_process_with_one_elsewhere_are_named_in_one_line_and_exit_2() {
        fails(
                2,
                "--listen, --rate-limit: no meaning with --server",
                "b2bua",
                "--to=sip:a@127.0.0.1",
                "--server=127.0.0.1:9",
                "--listen=udp:127.0.0.1:0",
                "--rate-limit=5");
    }

    @Test
    void a_destination_by_a_transport_that_is_not_listened_on_is_one_line_and_exit_2() {
        fails(
                2,
                "is reached by tcp, and --listen has no tcp",
                "b2bua",
                "--to=sip:a@127.0.0.1;transport=tcp",
                "--listen=udp:127.0.0.1:0");
    }

    @Test
    void a_destination_that_is_the_process_itself_is_one_line_and_exit_2() {
        int port = Sipp.freePort();
        fails(2, "is this process itself", "b2bua", "--to=sip:a@127.0.0.1:" + port, "--listen=udp:127.0.0.1:" + port);
    }

    @Test
    void an_external_address_that_is_no_host_is_one_line_and_exit_2() {
        fails(2, "bad host name \"foo bar\"", "server", "--listen", "udp:127.0.0.1:0;external=foo bar");
    }

    @Test
    void an_address_that_cannot_be_read_is_one_line_and_exit_2() {
        fails(2, "udp:127.0.0.1:99999", "b2bua", "--to", "sip:a@127.0.0.1", "--listen", "udp:127.0.0.1:99999");
    }

    @Test
    void a_port_in_use_is_one_line_that_names_it_and_exit_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "tcp:127.0.0.1:" + taken.getLocalPort();
            fails(1, String.valueOf(taken.getLocalPort()), "b2bua", "--to", "sip:a@127.0.0.1", "--listen", address);
        }
    }

    @Test
    void an_admin_port_in_use_is_one_line_without_the_name_of_a_class_and_exit_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String admin = "127.0.0.1:" + taken.getLocalPort();
            fails(
                    1,
                    "srf server: cannot listen on " + admin + ": Address already in use",
                    "server",
                    "--listen=udp:127.0.0.1:0",
                    "--admin=" + admin);
        }
    }

    @Test
    void a_port_in_use_that_a_phone_is_to_have_is_one_line_that_says_so_and_exit_1() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            fails(1, "cannot bind udp " + address + ": Address already in use", "phone", "--listen=" + address);
        }
    }

    @Test
    void a_phone_at_an_address_of_the_wrong_form_is_told_the_right_one() {
        fails(2, "unknown host 'udp:127.0.0.1' (expected: HOST:PORT", "phone", "--listen=udp:127.0.0.1:5060");
    }

    @Test
    void a_server_that_says_nothing_is_named() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9022);

        assertThatThrownBy(() -> AdminAddress.waitFor(new CompletableFuture<>(), address, Duration.ofMillis(1)))
                .hasMessage("127.0.0.1:9022 has not answered in 0.001 s (expected: the admin port of an engine)");
    }

    @Test
    void an_unreachable_server_is_one_line_and_exit_1() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        fails(
                1,
                "cannot connect to 127.0.0.1:" + port,
                "b2bua",
                "--to",
                "sip:a@127.0.0.1",
                "--server",
                "127.0.0.1:" + port);
    }

    @Test
    void a_wrong_secret_is_one_line_and_exit_1() {
        ServerConfig config = ServerConfig.listen("udp:127.0.0.1:0")
                .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "right");
        try (SrfServer server = SrfServer.start(config)) {
            int port = Objects.requireNonNull(server.adminAddress()).getPort();
            fails(
                    1,
                    "incorrect secret",
                    "b2bua",
                    "--to",
                    "sip:a@127.0.0.1",
                    "--server",
                    "127.0.0.1:" + port,
                    "--secret",
                    "wrong");
        }
    }

    /** Runs a server whose applications come by a UNIX domain socket there, and which cannot begin. */
    private void serverFails(int exitCode, String line, Path socket, String... more) {
        List<String> args = new ArrayList<>(List.of("server", "--listen=udp:127.0.0.1:0", "--admin=unix:" + socket));
        args.addAll(List.of(more));
        fails(exitCode, line, args.toArray(String[]::new));
    }

    @Test
    void a_socket_at_which_an_engine_listens_is_one_line_and_exit_1(@TempDir Path folder) {
        Path socket = folder.resolve("admin.sock");
        ServerConfig config = ServerConfig.listen("udp:127.0.0.1:0").withAdmin(socket, "right");
        try (SrfServer server = SrfServer.start(config)) {
            serverFails(1, "cannot listen on unix:" + socket + ": address in use", socket);
            assertThat(server.adminStats()).isNotNull();
            assertThat(socket).exists();
        }
    }

    @Test
    void a_file_in_the_place_of_a_socket_is_one_line_and_exit_1(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("admin.sock"), "precious");
        serverFails(1, "cannot listen on unix:" + file + ": there is a file that is no socket", file);
        assertThat(file).hasContent("precious");
    }

    @Test
    void a_folder_for_a_socket_that_is_not_there_is_one_line_that_names_it_and_exit_1(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        serverFails(1, "there is no folder " + missing, missing.resolve("admin.sock"));
    }

    @Test
    void a_path_that_is_too_long_for_a_socket_is_one_line_and_exit_2(@TempDir Path folder) {
        serverFails(2, "expected: 1 to 100", folder.resolve("x".repeat(100)));
    }

    @Test
    void a_socket_in_a_config_file_is_read_and_one_with_too_long_a_path_is_named_with_its_line(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("srf.yaml");
        Files.writeString(file, "listen: udp:127.0.0.1:0\nadmin: unix:" + folder + "/missing/admin.sock\n");
        fails(1, "there is no folder " + folder.resolve("missing"), "server", "--config", file.toString());

        err.reset();
        Files.writeString(file, "admin: unix:/" + "x".repeat(100) + "\n");
        fails(2, "srf.yaml:1: admin: the path of a socket has 101 bytes", "server", "--config", file.toString());
    }

    @Test
    void an_admin_address_of_no_kind_is_one_line_and_exit_2() {
        fails(2, "is not host:port", "server", "--admin", "/run/srf/admin.sock");
    }

    @Test
    void TLS_over_a_UNIX_domain_socket_is_one_line_and_exit_2(@TempDir Path folder) {
        Path socket = folder.resolve("admin.sock");
        serverFails(2, "--admin-tls: no meaning with unix:" + socket, socket, "--admin-tls");
        err.reset();
        fails(
                2,
                "--server-tls: no meaning with unix:" + socket,
                "b2bua",
                "--to=sip:a@127.0.0.1",
                "--server=unix:" + socket,
                "--server-tls");
        assertThat(socket).doesNotExist();
    }

    @Test
    void a_group_of_users_that_is_not_there_is_one_line_and_exit_1(@TempDir Path folder) {
        serverFails(1, "there is no group no-such-group", folder.resolve("admin.sock"), "--admin-group=no-such-group");
    }

    @Test
    void a_group_of_users_at_a_port_is_one_line_and_exit_2() {
        fails(
                2,
                "--admin-group: no meaning with 127.0.0.1:9 (expected: with --admin unix:FILE)",
                "server",
                "--admin=127.0.0.1:9",
                "--admin-group=users");
    }

    @Test
    void an_unreachable_socket_is_one_line_and_exit_1(@TempDir Path folder) {
        Path socket = folder.resolve("admin.sock");
        fails(1, "cannot connect to unix:" + socket, "b2bua", "--to=sip:a@127.0.0.1", "--server=unix:" + socket);
    }

    @Test
    void a_wrong_secret_at_a_socket_is_one_line_and_exit_1(@TempDir Path folder) {
        Path socket = folder.resolve("admin.sock");
        ServerConfig config = ServerConfig.listen("udp:127.0.0.1:0").withAdmin(socket, "right");
        try (SrfServer server = SrfServer.start(config)) {
            fails(1, "incorrect secret", "b2bua", "--to=sip:a@127.0.0.1", "--server=unix:" + socket, "--secret=wrong");
            assertThat(server.adminStats()).isNotNull();
        }
    }

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

    @Test
    void the_demo_places_its_call_and_exits_0() {
        assertThat(Main.run(new String[] {"demo"})).isZero();
    }
}
