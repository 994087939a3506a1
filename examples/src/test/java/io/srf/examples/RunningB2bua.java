// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code ./srf b2bua} with these flags, on loopback, until it is closed. */
final class RunningB2bua implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1:";
    /** Transactions that were repeated to the end need 64·T1 more. */
    private static final Duration REST = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;
    private final URI status;
    private final Thread command;

    RunningB2bua(int callee, List<String> flags) {
        port = Sipp.freePort();
        String page = LOOPBACK + Sipp.freePort();
        status = URI.create("http://" + page + "/status");
        List<String> args = new ArrayList<>(List.of("b2bua", "--listen", "udp:" + LOOPBACK + port));
        args.addAll(List.of("--to", "sip:bob@" + LOOPBACK + callee, "--status", page, "--loops", "1"));
        args.addAll(flags);
        command = Thread.ofPlatform().name("b2bua-" + port).start(() -> Main.run(args.toArray(String[]::new)));
        await().ignoreExceptions().until(() -> status().contains("atRest"));
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    /** What {@code GET /status} says. */
    String status() throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(status).build(), BodyHandlers.ofString())
                .body();
    }

    /** Waits until nothing of any call is left. */
    void comesToRest() {
        await().pollInterval(POLL)
                .atMost(REST)
                .untilAsserted(() -> assertThat(status()).contains("\"atRest\":true"));
    }

    @Override
    public void close() throws InterruptedException {
        command.interrupt();
        command.join();
    }
}
