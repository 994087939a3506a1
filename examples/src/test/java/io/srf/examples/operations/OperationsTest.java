// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.examples.config.Configuration;
import io.srf.server.SrfServer;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class OperationsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static HttpResponse<String> get(InetSocketAddress page, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + page.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void a_call_is_listed_shown_as_a_ladder_and_exported_without_its_secrets() throws Exception {
        try (SrfServer engine = SrfServer.embedded("udp:127.0.0.1:0");
                Operations page = new Operations(ANY);
                Srf srf = Srf.create();
                LoopbackWorld world = new LoopbackWorld()) {
            srf.invite((req, res) -> res.send(486));
            srf.connect(engine).join();
            InetSocketAddress address =
                    page.shows(engine, () -> true).shows(srf).open().address();
            Phone alice = world.phone("alice");
            int port = engine.listenPoints().getFirst().address().getPort();
            alice.calls("sip:bob@127.0.0.1:" + port).sees(486).isIdle();

            String callId = alice.sent().request("INVITE").callId();
            String path = "/calls/" + URLEncoder.encode(callId, StandardCharsets.UTF_8);
            assertThat(get(address, "/calls").body().lines()).contains(callId);
            assertThat(get(address, path).body()).contains("486 INVITE", "answer 486 INVITE");
            assertThat(get(address, path + "?export").body())
                    .startsWith("{\"srf-call\":1")
                    .doesNotContain("alice");
            assertThat(get(address, "/calls/unknown").statusCode()).isEqualTo(404);
            assertThat(get(address, "/status").body()).contains("atRest");
        }
    }

    @Test
    void an_engine_is_ready_as_soon_as_an_application_wants_its_requests() throws Exception {
        try (SrfServer engine = SrfServer.embedded("udp:127.0.0.1:0");
                Operations page = new Operations(ANY);
                Srf srf = Srf.create()) {
            InetSocketAddress address = page.shows(engine, () -> true).open().address();
            assertThat(get(address, "/healthz").statusCode()).isEqualTo(200);
            HttpResponse<String> lonely = get(address, "/readyz");
            assertThat(lonely.statusCode()).isEqualTo(503);
            assertThat(lonely.body()).isEqualTo("{\"ok\":false,\"reasons\":[\"no application wants requests\"]}\n");

            srf.invite((req, res) -> res.send(486));
            srf.connect(engine).join();
            await().untilAsserted(() ->
                    assertThat(get(address, "/readyz").body()).isEqualTo("{\"ok\":true,\"reasons\":[]}\n"));
        }
    }

    @Test
    void a_store_that_fails_is_a_reason_not_to_be_ready() throws Exception {
        try (MemorySessionStore store = MemorySessionStore.create();
                Operations page = new Operations(ANY)) {
            InetSocketAddress address = page.needs(new StoreCheck(store)).open().address();
            assertThat(get(address, "/readyz").statusCode()).isEqualTo(200);
        }
        try (Operations page = new Operations(ANY)) {
            InetSocketAddress address =
                    page.needs(() -> "the session store fails: gone").open().address();
            assertThat(get(address, "/readyz").body()).contains("the session store fails: gone");
            assertThat(get(address, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void metrics_tell_of_calls_messages_stores_and_the_JVM() throws Exception {
        try (SrfServer engine = SrfServer.embedded("udp:127.0.0.1:0");
                Operations page = new Operations(ANY);
                SessionStore store = page.metered(MemorySessionStore.create());
                Srf srf = Srf.create(cfg -> cfg.sessions(store));
                LoopbackWorld world = new LoopbackWorld()) {
            srf.invite((req, res) -> res.send(486));
            srf.connect(engine).join();
            InetSocketAddress address =
                    page.shows(engine, () -> true).shows(srf).open().address();
            int port = engine.listenPoints().getFirst().address().getPort();
            world.phone("alice").calls("sip:bob@127.0.0.1:" + port).sees(486).isIdle();
            store.find("nobody");

            await().untilAsserted(() -> assertThat(get(address, "/metrics").body())
                    .contains(
                            "srf_requests_total{direction=\"received\",method=\"INVITE\"} 1.0",
                            "srf_responses_total{direction=\"sent\",method=\"INVITE\",status=\"4xx\"} 1.0",
                            "srf_routes{method=\"INVITE\"} 1.0",
                            "srf_app_links 1.0",
                            "srf_session_store_seconds_count{operation=\"find\",outcome=\"success\"} 1",
                            "srf_loop_lag_seconds",
                            "jvm_memory_used_bytes",
                            "jvm_gc_",
                            "jvm_threads_live_threads"));
        }
    }

    private static String raw(InetSocketAddress page, String... headers) throws IOException {
        try (Socket socket = new Socket(page.getAddress(), page.getPort())) {
            String request = "POST /reload HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_page_in_a_browser_cannot_have_the_configuration_reloaded() throws Exception {
        Configuration none = Configuration.read(new CommandLine(CommandSpec.create()), List.of(), Map.of());
        Reload<String> reload = new Reload<>(() -> new Reload.Reading<>(none, ""), none, List.of());
        try (Operations page = new Operations(ANY)) {
            InetSocketAddress address = page.reloads(reload).open().address();
            assertThat(raw(address, "Host: localhost:80", "Origin: http://evil.example"))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(address, "Host: evil.example")).startsWith("HTTP/1.1 403");
            assertThat(raw(address, "Host: 192.0.2.1")).startsWith("HTTP/1.1 403");
            for (String host : List.of("localhost:9080", "127.0.0.1:9080", "[::1]:9080", "127.1.2.3")) {
                assertThat(raw(address, "Host: " + host)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void half_a_request_is_not_waited_for() throws Exception {
        try (Operations page = new Operations(ANY);
                Socket socket = new Socket()) {
            socket.connect(page.open().address());
            socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
            socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_page_that_is_asked_for_with_the_wrong_method_says_which_is_right() throws Exception {
        try (Operations page = new Operations(ANY)) {
            URI uri = URI.create("http://127.0.0.1:" + page.open().address().getPort() + "/healthz");
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).contains("GET");
            }
        }
    }
}
