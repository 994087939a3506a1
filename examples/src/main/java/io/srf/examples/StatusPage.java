// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import com.sun.net.httpserver.HttpServer;
import io.srf.server.EngineStats;
import io.srf.server.SrfServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What an engine holds, as JSON at {@code GET /status} on a loopback port; scripts ask it whether anything of a call is left. */
final class StatusPage implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final long PATIENCE_SECONDS = 5;

    private final HttpServer http;

    /** Begins to listen. */
    StatusPage(InetSocketAddress address, SrfServer server) {
        try {
            http = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
        http.createContext("/status", exchange -> {
            byte[] body = json(stats(server)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        http.start();
    }

    private static EngineStats stats(SrfServer server) {
        return server.stats().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static String json(EngineStats stats) {
        return String.format(
                "{\"atRest\":%b,\"dialogs\":%d,\"owedAnswers\":%d,\"openRequests\":%d,\"transactions\":%d,"
                        + "\"transactionsCreated\":%d,\"retransmissions\":%d,\"timeouts\":%d}%n",
                stats.isAtRest(),
                stats.dialogs(),
                stats.owedAnswers(),
                stats.openRequests(),
                stats.transactions(),
                stats.transactionsCreated(),
                stats.retransmissions(),
                stats.timeouts());
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
