// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The UNIX domain socket of the admin port, by flags and in files. */
class CommandLineSocketTest extends MistypedCommand {
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
}
