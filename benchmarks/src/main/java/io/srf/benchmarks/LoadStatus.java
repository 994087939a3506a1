// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.srf.server.EngineStats;
import io.srf.server.SrfServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LoadedApp} says of its engine at {@code GET /status}, in the words of {@code ./srf}; a {@code uac} has {@code GET /place?calls=N&rate=N} too, which
 * answers with calls that went well, calls that failed, and seconds, when all are over.
 */
final class LoadStatus {
    private static final int BACKLOG = 16;

    private final SrfServer engine;
    private final @Nullable PlacedCalls calls;

    LoadStatus(SrfServer engine, @Nullable PlacedCalls calls) {
        this.engine = engine;
        this.calls = calls;
    }

    void open(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, BACKLOG);
        server.createContext("/status", exchange -> answer(exchange, status()));
        if (calls != null) {
            server.createContext("/place", exchange -> answer(exchange, place(exchange)));
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private String status() {
        EngineStats stats = engine.stats().join();
        return String.format(
                "{\"atRest\":%b,\"dialogs\":%d,\"owedAnswers\":%d,\"openRequests\":%d,\"transactions\":%d,\"retransmissions\":%d,\"timeouts\":%d}",
                stats.isAtRest(),
                stats.dialogs(),
                stats.owedAnswers(),
                stats.openRequests(),
                stats.transactions(),
                stats.retransmissions(),
                stats.timeouts());
    }

    private String place(HttpExchange exchange) {
        Map<String, Integer> wanted = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.valueOf(pair[1])));
        try {
            PlacedCalls.Outcome outcome = Objects.requireNonNull(calls)
                    .place(
                            Objects.requireNonNull(wanted.get("calls"), "calls"),
                            Objects.requireNonNull(wanted.get("rate"), "rate"));
            return String.format("%d %d %.3f", outcome.ok(), outcome.failed(), outcome.seconds());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while calls are placed", e);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
