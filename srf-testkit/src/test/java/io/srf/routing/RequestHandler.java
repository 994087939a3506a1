// SPDX-License-Identifier: Apache-2.0
package io.srf.routing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An HTTP server that is asked about new requests and always says the same. */
final class RequestHandler implements AutoCloseable {
    private final HttpServer server;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String answer = "";

    RequestHandler() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** What it says from now on, at once. */
    RequestHandler says(int httpStatus, String json) {
        status = httpStatus;
        answer = json;
        mayAnswer.countDown();
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            questions.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getRawQuery() + (body.isEmpty() ? "" : "\n" + body));
            mayAnswer.await();
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it is asked. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Each question: the HTTP method, the query, and the body if there is one. */
    List<String> questions() {
        return questions;
    }

    @Override
    public void close() {
        mayAnswer.countDown();
        server.stop(0);
    }
}
