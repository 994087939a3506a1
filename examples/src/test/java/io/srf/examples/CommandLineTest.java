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
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Flags and addresses that a command cannot use. */
class CommandLineTest extends MistypedCommand {
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

    @Test
    void the_demo_places_its_call_and_exits_0() {
        assertThat(Main.run(new String[] {"demo"})).isZero();
    }
}
