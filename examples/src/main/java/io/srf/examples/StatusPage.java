// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.srf.server.EngineStats;
import io.srf.server.SrfServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What an engine holds, as JSON at {@code GET /status} on a loopback port; scripts ask it whether anything of a call is left. {@code GET /calls}
 * shows what it has recorded.
 */
final class StatusPage implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final long PATIENCE_SECONDS = 5;
    private static final int NO_BODY = -1;

    private final HttpServer http;

    /** Begins to listen. */
    StatusPage(InetSocketAddress address, SrfServer server) {
        try {
            http = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
        http.createContext("/status", exchange -> answer(exchange, "application/json", json(stats(server))));
        http.createContext("/calls", new CallPages(server.recorder()));
        http.start();
    }

    static void answer(HttpExchange exchange, String type, String text) throws IOException {
        answer(exchange, 200, type, text);
    }

    static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static EngineStats stats(SrfServer server) {
        return server.stats().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static String json(EngineStats stats) {
        return String.format(
                "{\"atRest\":%b,\"dialogs\":%d,\"owedAnswers\":%d,\"openRequests\":%d,\"transactions\":%d,"
                        + "\"transactionsCreated\":%d,\"retransmissions\":%d,\"timeouts\":%d,"
                        + "\"takenOver\":%d,\"givenAgain\":%d}%n",
                stats.isAtRest(),
                stats.dialogs(),
                stats.owedAnswers(),
                stats.openRequests(),
                stats.transactions(),
                stats.transactionsCreated(),
                stats.retransmissions(),
                stats.timeouts(),
                stats.takenOver(),
                stats.givenAgain());
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
