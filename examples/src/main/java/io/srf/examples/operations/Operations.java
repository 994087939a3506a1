// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.srf.Srf;
import io.srf.app.Agent;
import io.srf.metrics.AppMetrics;
import io.srf.metrics.EngineMetrics;
import io.srf.metrics.MeteredSessionStore;
import io.srf.server.SrfServer;
import io.srf.server.transport.Hosts;
import io.srf.session.SessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations port of a process, for loopback: {@code /healthz}, {@code /readyz}, {@code /metrics}, {@code /reload}, and with an engine
 * {@code /status} and {@code /calls}. Without an address it does nothing.
 *
 * <p>It is put together by one thread and then opened; every page is served on a thread of its own, so that a slow one holds up no other.
 */
public final class Operations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final int BACKLOG = 16;
    /** How long a request may take to come, in seconds, and what is answered to be taken; the JDK's server has no limit by itself. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime",
            "10",
            "sun.net.httpserver.maxRspTime",
            "30",
            "jdk.httpserver.maxConnections",
            "100");

    static {
        LIMITS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
    }

    private final @Nullable InetSocketAddress address;
    private final @Nullable Meters meters;
    private final Map<String, HttpHandler> pages = new LinkedHashMap<>();
    private final List<ReadyCheck> alive = new CopyOnWriteArrayList<>();
    private final List<ReadyCheck> ready = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer http;

    /** @param address where to listen; null for nowhere */
    public Operations(@Nullable InetSocketAddress address) {
        this.address = address;
        this.meters = address == null ? null : new Meters();
        pages.put("/healthz", Answer.to("GET", exchange -> answer(alive)));
        pages.put("/readyz", Answer.to("GET", exchange -> answer(ready)));
        if (meters != null) {
            pages.put("/metrics", Answer.to("GET", exchange -> meters.scrape()));
        }
    }

    private static Answer answer(List<ReadyCheck> checks) {
        List<String> reasons = new ArrayList<>();
        checks.forEach(check -> {
            String problem = check.problem();
            if (problem != null) {
                reasons.add(problem);
            }
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ok", reasons.isEmpty());
        json.put("reasons", reasons);
        return Answer.json(reasons.isEmpty() ? Answer.OK : Answer.UNAVAILABLE, json);
    }

    /**
     * Shows this engine: what it holds, what it has recorded, whether its loops work.
     *
     * @param needsApplications whether it is not ready while no application wants requests
     */
    public Operations shows(SrfServer engine, BooleanSupplier needsApplications) {
        EnginePages about = new EnginePages(engine);
        pages.put("/status", Answer.to("GET", about::status));
        pages.put("/calls", Answer.to("GET", new CallPages(engine.recorder())));
        alive.add(about::death);
        ready.add(about::death);
        ready.add(() -> needsApplications.getAsBoolean() ? about.loneliness() : null);
        ready.add(() -> engine.listenPoints().isEmpty() ? "not listening for SIP" : null);
        if (meters != null) {
            meters.add(new EngineMetrics(engine));
        }
        return this;
    }

    /** Shows this application. */
    public Operations shows(Srf srf) {
        ready.add(
                () -> srf.links().agents().stream().anyMatch(Agent::isConnected) ? null : "not connected to an engine");
        if (meters != null) {
            meters.add(new AppMetrics(srf));
        }
        return this;
    }

    /** The process is ready only if this has nothing to object. */
    public Operations needs(ReadyCheck check) {
        ready.add(check);
        return this;
    }

    /** Reloads on {@code POST /reload}. */
    public Operations reloads(Reload<?> reload) {
        pages.put("/reload", Answer.to("POST", exchange -> {
            String objection = Visitors.objection(exchange);
            if (objection != null) {
                return Answer.text(Answer.FORBIDDEN, "the request " + objection + "\n");
            }
            Reload.Result result = reload.reload();
            return Answer.json(result.errors().isEmpty() ? Answer.OK : Answer.BAD_REQUEST, result);
        }));
        return this;
    }

    /** The same store, with meters if they are shown. */
    public SessionStore metered(SessionStore store) {
        return meters == null ? store : new MeteredSessionStore(store, meters.registry());
    }

    /**
     * Begins to listen.
     *
     * @throws UncheckedIOException if the address cannot be bound; the message names it
     */
    public Operations open() {
        if (address == null) {
            return this;
        }
        if (!address.getAddress().isLoopbackAddress()) {
            LOG.warn("the operations port at {} asks for no password, and is not on loopback", Hosts.withPort(address));
        }
        try {
            HttpServer server = HttpServer.create(address, BACKLOG);
            pages.forEach(server::createContext);
            server.setExecutor(Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("srf-operations-", 0).factory()));
            server.start();
            http = server;
            System.out.println("operations at " + Hosts.withPort(server.getAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + Hosts.withPort(address) + ": " + e.getMessage(), e);
        }
        return this;
    }

    /** Where it listens, once it is open. */
    public InetSocketAddress address() {
        return Objects.requireNonNull(http, "not open").getAddress();
    }

    @Override
    public void close() {
        if (http != null) {
            http.stop(0);
        }
        if (meters != null) {
            meters.close();
        }
    }
}
