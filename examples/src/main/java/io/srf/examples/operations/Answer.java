// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.ObjectMapper;

/**
 * The answer of a page.
 *
 * @param status of HTTP
 * @param type of the content
 * @param text may be empty
 */
record Answer(int status, String type, String text) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int UNAVAILABLE = 503;
    private static final int WRONG_METHOD = 405;
    private static final int NO_BODY = -1;
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Answer json(int status, Object value) {
        return new Answer(status, JSON, MAPPER.writeValueAsString(value) + "\n");
    }

    static Answer text(int status, String text) {
        return new Answer(status, TEXT, text);
    }

    /** What a page does. */
    @FunctionalInterface
    interface Page {
        /** May block for a few seconds. */
        Answer ask(HttpExchange exchange);
    }

    /** A page for one HTTP method. */
    static HttpHandler to(String method, Page page) {
        return exchange -> {
            if (exchange.getRequestMethod().equals(method)) {
                page.ask(exchange).send(exchange);
            } else {
                exchange.getResponseHeaders().add("Allow", method);
                text(WRONG_METHOD, "expected: " + method + "\n").send(exchange);
            }
        };
    }

    private void send(HttpExchange exchange) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
