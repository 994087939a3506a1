// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.srf.server.tls.SelfSigned;
import io.srf.server.tls.TlsIdentity;
import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes under the hands of an operator. */
class OperatedProcessTest {
    private static final String OPERATIONS = "operations at (\\d.*)";
    /** How a shell names the end by SIGTERM. */
    private static final int TERMINATED = 143;

    private static final Pattern BLOCKED = Pattern.compile("(?m)^srf_refusals_total\\{.*blocked_message.*} [1-9]");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final LoopbackWorld world = new LoopbackWorld();
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");

    @AfterEach
    void close() {
        world.close();
    }

    private ChildProcess b2bua(String... more) {
        List<String> args = new ArrayList<>(List.of("b2bua", "--listen", "udp:127.0.0.1:0"));
        args.addAll(List.of("--to", bob.uri().toString(), "--status", "127.0.0.1:0"));
        args.addAll(List.of(more));
        return ChildProcess.start("b2bua", args.toArray(String[]::new));
    }

    private static String uri(ChildProcess process) {
        return "sip:bob@127.0.0.1:" + process.prints(DemoFailoverCommand.LISTENING, 1);
    }

    private static HttpResponse<String> ask(ChildProcess process, String method, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://" + process.prints(OPERATIONS, 1) + path);
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static void becomesDraining(ChildProcess process) {
        await().untilAsserted(() -> {
            HttpResponse<String> ready = ask(process, "GET", "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("draining");
        });
    }

    @Test
    void a_b2bua_that_is_told_to_end_refuses_new_calls_and_waits_for_the_one_that_is_up() throws Exception {
        try (ChildProcess b2bua = b2bua()) {
            bob.onCall(Call::answers);
            alice.calls(uri(b2bua)).isInCall();
            assertThat(ask(b2bua, "GET", "/readyz").statusCode()).isEqualTo(200);
            world.phone("prober").sendsTo(uri(b2bua), "OPTIONS").sees(200, "OPTIONS");

            b2bua.stop();
            becomesDraining(b2bua);
            Phone late = world.phone("late");
            late.calls(uri(b2bua)).sees(503).isIdle();
            assertThat(late.received().response(503).header(HeaderName.RETRY_AFTER))
                    .isEqualTo("10");
            world.phone("carrier").sendsTo(uri(b2bua), "OPTIONS").sees(503, "OPTIONS");
            assertThat(ask(b2bua, "GET", "/healthz").statusCode()).isEqualTo(200);

            alice.hangsUp().isIdle();
            bob.isTold("BYE").isIdle();
            b2bua.prints("drained", 1);
            assertThat(b2bua.exitCode()).isZero();
        }
    }

    @Test
    void a_call_that_outlasts_the_drain_time_is_ended_on_both_sides() {
        try (ChildProcess b2bua = b2bua("--drain", "1")) {
            bob.onCall(Call::answers);
            alice.calls(uri(b2bua)).isInCall();

            b2bua.stop();
            alice.isTold("BYE").isIdle();
            bob.isTold("BYE").isIdle();
            assertThat(b2bua.exitCode()).isZero();
        }
    }

    @Test
    void a_process_that_is_told_twice_ends_at_once() {
        try (ChildProcess b2bua = b2bua()) {
            bob.onCall(Call::answers);
            alice.calls(uri(b2bua)).isInCall();

            b2bua.stop();
            becomesDraining(b2bua);
            b2bua.stop();
            assertThat(b2bua.exitCode()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void a_server_takes_up_what_it_can_of_a_changed_file_and_nothing_of_a_bad_one() throws Exception {
        Path file = folder.resolve("srf.yaml");
        String first = "listen: udp:127.0.0.1:0\nadmin: 127.0.0.1:0\nstatus: 127.0.0.1:0\nlog: {format: json}\n";
        Files.writeString(file, first);
        try (ChildProcess server = ChildProcess.start("server", "server", "--config", file.toString())) {
            server.prints(OPERATIONS, 1);
            Files.writeString(
                    file,
                    first
                            + "log-level: INFO\nloops: 1\noptions-ping: answer\nrate-limit: 5\nrequest-handler: '* http://127.0.0.1:9/'\n");
            HttpResponse<String> changed = ask(server, "POST", "/reload");
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(changed.body())
                    .isEqualTo(
                            "{\"applied\":[\"log-level\",\"options-ping\",\"rate-limit\",\"request-handler\"],\"restart\":[\"loops\"],\"errors\":[]}\n");
            server.prints("\\{\"time\".*\"message\":\"loops changed: needs a restart\"", 1);
            assertThat(ask(server, "GET", "/readyz").statusCode()).isEqualTo(200);

            Files.writeString(file, first + "loops: few\nlisten: udp:127.0.0.1:1\n");
            HttpResponse<String> refused = ask(server, "POST", "/reload");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("srf.yaml:5: loops", "srf.yaml:6: listen: is set before");
            assertThat(ask(server, "GET", "/readyz").statusCode()).isEqualTo(200);

            server.stop();
            server.prints("drained", 1);
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void a_server_says_which_certificates_it_has_taken_up_and_what_is_wrong_with_bad_ones() throws Exception {
        TlsIdentity first = SelfSigned.in(folder, "a", List.of("127.0.0.1"));
        TlsIdentity second = SelfSigned.in(folder, "b", List.of("127.0.0.1"));
        try (ChildProcess server = ChildProcess.start(
                "server",
                "server",
                "--listen=tls:127.0.0.1:0",
                "--admin=127.0.0.1:0",
                "--status=127.0.0.1:0",
                "--tls-cert=" + first.certificate(),
                "--tls-key=" + first.key())) {
            server.prints(OPERATIONS, 1);
            Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            HttpResponse<String> bad = ask(server, "POST", "/reload");
            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.body()).contains("\"applied\":[]", first.key().toString());

            Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
            HttpResponse<String> good = ask(server, "POST", "/reload");
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).contains("\"applied\":[\"" + first.certificate() + "\",\"" + first.key() + "\"]");
        }
    }

    @Test
    void a_server_and_a_b2bua_meet_at_a_UNIX_domain_socket_and_again_when_the_server_was_killed() {
        Path socket = folder.resolve("admin.sock");
        try (ChildProcess first = serverAt(socket);
                ChildProcess b2bua = ChildProcess.start(
                        "b2bua", "b2bua", "--server=unix:" + socket, "--secret=ours", "--to=" + bob.uri())) {
            b2bua.prints("ready", 1);
            bob.onCall(Call::answers);
            alice.calls(uri(first)).isInCall().hangsUp().isIdle();
            bob.isTold("BYE").isIdle();

            first.kill();
            assertThat(socket).exists();
            try (ChildProcess second = serverAt(socket)) {
                await().untilAsserted(() ->
                        assertThat(ask(second, "GET", "/readyz").statusCode()).isEqualTo(200));
                world.phone("carol").calls(uri(second)).isInCall().hangsUp().isIdle();
                bob.isTold("BYE").isIdle();

                second.stop();
                assertThat(second.exitCode()).isZero();
                assertThat(socket).doesNotExist();
            }
        }
    }

    private ChildProcess serverAt(Path socket) {
        ChildProcess server = ChildProcess.start(
                "server",
                "server",
                "--listen=udp:127.0.0.1:0",
                "--admin=unix:" + socket,
                "--secret=ours",
                "--status=127.0.0.1:0",
                "--drain=1");
        server.prints("applications connect to unix:" + socket, 1);
        return server;
    }

    @Test
    void a_b2bua_takes_up_whom_it_is_not_to_hear() throws Exception {
        Path file = folder.resolve("srf.yaml");
        Files.writeString(file, "block: 192.0.2.0/24\n");
        try (ChildProcess b2bua = b2bua("--config", file.toString())) {
            bob.onCall(Call::answers);
            alice.calls(uri(b2bua)).isInCall().hangsUp().isIdle();

            Files.writeString(file, "block: 127.0.0.0/8\n");
            HttpResponse<String> changed = ask(b2bua, "POST", "/reload");
            assertThat(changed.body()).isEqualTo("{\"applied\":[\"block\"],\"restart\":[],\"errors\":[]}\n");
            Phone blocked = world.phone("blocked").sendsTo(uri(b2bua), "OPTIONS");
            await().until(() ->
                    BLOCKED.matcher(ask(b2bua, "GET", "/metrics").body()).find());
            assertThat(blocked.received().all()).isEmpty();

            Files.writeString(file, "block: 192.0.2.0/24\n");
            assertThat(ask(b2bua, "POST", "/reload").statusCode()).isEqualTo(200);
            blocked.sees(200, "OPTIONS");
            alice.calls(uri(b2bua)).isInCall().hangsUp().isIdle();
        }
    }

    @Test
    void a_server_reads_its_file_again_when_it_is_hung_up_on() throws Exception {
        assumeFalse(isHangUpIgnored(), "this process was begun with nohup, and so are its children");
        Path file = folder.resolve("srf.yaml");
        String first = "listen: udp:127.0.0.1:0\nadmin: 127.0.0.1:0\n";
        Files.writeString(file, first);
        try (ChildProcess server = ChildProcess.start("server", "server", "--config", file.toString())) {
            server.prints("applications.*", 1);
            Files.writeString(file, first + "log-level: INFO\n");
            server.hangUp();
            server.prints(".*the configuration was reloaded; changed: \\[log-level\\]", 1);
            server.stop();
            assertThat(server.exitCode()).isZero();
        }
    }

    /** As Linux says it; elsewhere it is taken to be heard. */
    private static boolean isHangUpIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }
}
