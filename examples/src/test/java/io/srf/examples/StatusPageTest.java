// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.server.SrfServer;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private static HttpResponse<String> get(InetSocketAddress page, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + page.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void a_call_is_listed_shown_as_a_ladder_and_exported_without_its_secrets() throws Exception {
        InetSocketAddress address = freeAddress();
        try (SrfServer engine = SrfServer.embedded("udp:127.0.0.1:0");
                StatusPage page = new StatusPage(address, engine);
                Srf srf = Srf.create();
                LoopbackWorld world = new LoopbackWorld()) {
            srf.invite((req, res) -> res.send(486));
            srf.connect(engine).join();
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
}
