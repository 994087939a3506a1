// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;
import io.srf.link.Connector;
import io.srf.server.EngineStats;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An {@link AppWorld} on a simulated network and in virtual time. */
public final class SimAppWorld implements AppWorld {
    /** How much virtual time calls may take to end by themselves when a test is over. */
    public static final Duration REST_LIMIT = Duration.ofHours(2);

    /** Longer than any transaction lasts: 64·T1 (RFC 3261 §17) twice, and a retransmitted BYE. */
    private static final Duration TRANSACTIONS = Duration.ofMinutes(2);

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final int SHARDS = 2;

    private final SimWorld sim;
    private final SimEngine engine;
    private final RunningApp app;
    private final Map<String, Phone> phones = new LinkedHashMap<>();

    SimAppWorld(AppSetup setup) {
        this(setup, UnaryOperator.identity());
    }

    /**
     * Makes it.
     *
     * @param link makes the way to the engine that the application takes, out of the direct one
     */
    SimAppWorld(AppSetup setup, UnaryOperator<Connector> link) {
        sim = SimWorld.seeded(setup.seed());
        engine = new SimEngine(sim, setup.seed(), SHARDS);
        app = new RunningApp(
                setup, time()::nanoTime, config -> config.timers(time()).executor(sim.workers()));
        completes(app.srf().connect(link.apply(engine.connector())), "the application's link");
        CompletableFuture<Void> started = new CompletableFuture<>();
        sim.workers().execute(() -> {
            setup.app().accept(app.srf());
            started.complete(null);
        });
        completes(started, "the application's start");
        completes(app.srf().links().routed(), "the application's routes");
    }

    private void completes(CompletableFuture<?> future, String what) {
        if (!time().runUntil(future::isDone, START_LIMIT)) {
            throw new AssertionError(what + " is not complete after " + START_LIMIT + ", still running: "
                    + sim.workers().unfinished());
        }
        future.join();
    }

    @Override
    public Phone phone(String name, Protocol protocol) {
        return phones.computeIfAbsent(name, fresh -> newPhone(fresh, protocol));
    }

    private Phone newPhone(String name, Protocol protocol) {
        Phone phone = sim.phone(name, protocol).outboundProxy(address());
        host(name + SimHosts.DOMAIN, phone);
        return phone;
    }

    @Override
    public Srf srf() {
        return app.srf();
    }

    @Override
    public InetSocketAddress address() {
        return engine.address();
    }

    /** Its time. */
    public VirtualTime time() {
        return sim.time();
    }

    /** Its network. */
    public SimNetwork network() {
        return sim.network();
    }

    /** The phones, the network and the time, without the application. */
    public SimWorld sim() {
        return sim;
    }

    /** What the engine holds and has done. */
    public EngineStats stats() {
        return engine.stats();
    }

    /** Stops the responses with this status that a phone sends to requests with this method, until they are released. */
    public Hold holds(Phone sender, int status, String method) {
        return network().hold(packet -> isFrom(sender, packet) && packet.isResponse(status, method));
    }

    /** Stops the requests with this method that a phone sends, until they are released. */
    public Hold holds(Phone sender, String method) {
        return network().hold(packet -> isFrom(sender, packet) && packet.isRequest(method));
    }

    private boolean isFrom(Phone sender, Packet packet) {
        return trace().nameOf(packet.from()).equals(sender.name());
    }

    /** Puts these phones behind a router that changes their addresses. */
    public Nat hides(Phone... behind) {
        return sim.hides(behind);
    }

    @Override
    public void host(String name, Phone phone) {
        network().host(name, phone.address());
    }

    @Override
    public List<String> dialogEvents() {
        return app.events();
    }

    @Override
    public Trace trace() {
        return sim.trace();
    }

    @Override
    public void passes(Duration time) {
        time().advance(time);
    }

    @Override
    public <T extends @Nullable Object> T waitsFor(CompletableFuture<T> future) {
        if (!withLadder(() -> time().runUntil(future::isDone, PATIENCE))) {
            throw new AssertionError("a future is not done after " + PATIENCE + ", still running: "
                    + sim.workers().unfinished() + "\n" + ladder().tail());
        }
        return future.join();
    }

    @Override
    public void comesToRest() {
        List<String> left = withLadder(() -> {
            time().runUntil(() -> !app.hasCalls() && sim.isIdle(), REST_LIMIT);
            passes(TRANSACTIONS);
            return leftovers();
        });
        nothingIs(left);
    }

    @Override
    public void shutsDown() {
        List<String> left = withLadder(() -> {
            CompletableFuture<Void> closed = srf().shutdown();
            time().runUntil(closed::isDone, TRANSACTIONS);
            engine.close();
            passes(TRANSACTIONS);
            return time().pending();
        });
        nothingIs(left.stream().map(task -> "scheduled: " + task).toList());
    }

    private <T> T withLadder(Supplier<T> run) {
        try {
            return run.get();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + ladder().tail(), e);
        }
    }

    private void nothingIs(List<String> left) {
        if (!left.isEmpty()) {
            throw new AssertionError("left over:\n  " + String.join("\n  ", left) + "\n" + ladder().tail());
        }
    }

    private List<String> leftovers() {
        List<String> left = new ArrayList<>(app.leftovers());
        EngineStats stats = engine.stats();
        if (!stats.isAtRest()) {
            left.add("in the engine: " + stats);
        }
        left.addAll(sim.leftovers());
        return left;
    }

    /** Lets go of everything; no time passes any more. */
    @Override
    public void close() {
        srf().shutdown();
        engine.close();
        app.close();
        sim.close();
    }
}
