// SPDX-License-Identifier: Apache-2.0
package io.srf.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.srf.interop.NpmFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A web server with the page of a JsSIP phone, which tells each phone what to do and hears what it says. */
final class PhonePages implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "browser");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_SECONDS = 5;

    private final Map<String, BlockingQueue<String>> orders = new ConcurrentHashMap<>();
    private final Map<String, List<String>> said = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile byte[] frames = new byte[0];

    PhonePages() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> reply(exchange, "text/html", frames));
        server.createContext("/phone.html", exchange -> file(exchange, "phone.html", "text/html"));
        server.createContext("/phone.js", exchange -> file(exchange, "bundle.js", "text/javascript"));
        server.createContext("/order", this::order);
        server.createContext("/said", this::hear);
        server.setExecutor(threads);
        server.start();
    }

    /** Fetches JsSIP with npm; skips the test where npm or the registry is missing. */
    static void install() throws IOException, InterruptedException {
        NpmFolder folder = NpmFolder.of("browser", List.of("package.json", "phone.html", "phone.js"), "jssip");
        String bundler = folder.path()
                .toAbsolutePath()
                .resolve("node_modules/.bin/esbuild")
                .toString();
        assumeTrue(
                folder.runs(bundler, "phone.js", "--bundle", "--format=esm", "--outfile=bundle.js"),
                "JsSIP could not be bundled");
    }

    /** The one page with all these phones, which connect there; a headless browser opens no second. */
    String page(List<String> names, String wss) {
        frames = names.stream()
                .map(name -> "<iframe src='phone.html?name=" + name + "&wss=" + wss + "'></iframe>")
                .collect(Collectors.joining("\n", "<!doctype html>\n", "\n"))
                .getBytes(UTF_8);
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    /** Tells a phone what to do. */
    void tell(String name, String order) {
        ordersOf(name).add(order);
    }

    /** Waits until a phone has said this. */
    void hears(String name, String what) {
        await().atMost(PATIENCE)
                .alias(name + " says '" + what + "'; so far " + saidBy(name))
                .until(() -> saidBy(name).contains(what));
    }

    private List<String> saidBy(String name) {
        return said.computeIfAbsent(name, __ -> new CopyOnWriteArrayList<>());
    }

    private BlockingQueue<String> ordersOf(String name) {
        return orders.computeIfAbsent(name, __ -> new LinkedBlockingQueue<>());
    }

    private void order(HttpExchange exchange) throws IOException {
        try {
            String order = ordersOf(exchange.getRequestURI().getQuery()).poll(POLL_SECONDS, TimeUnit.SECONDS);
            reply(exchange, "text/plain", (order == null ? "" : order).getBytes(UTF_8));
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    private void hear(HttpExchange exchange) throws IOException {
        String what = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        saidBy(exchange.getRequestURI().getQuery()).add(what);
        reply(exchange, "text/plain", new byte[0]);
    }

    private static void file(HttpExchange exchange, String name, String type) throws IOException {
        reply(exchange, type, Files.readAllBytes(FOLDER.resolve(name)));
    }

    private static void reply(HttpExchange exchange, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
