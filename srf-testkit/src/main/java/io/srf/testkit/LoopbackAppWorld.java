// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;
import io.srf.link.Connector;
import io.srf.link.LinkOptions;
import io.srf.server.EngineStats;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.lookup.Resolver;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An {@link AppWorld} over real sockets of the loopback interface and in real time. */
final class LoopbackAppWorld implements AppWorld {
    private static final Duration REST_LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL_NANOS = 5_000_000;

    private static final LinkOptions LINK = LinkOptions.of("loopback");

    private final LoopbackWorld sockets = new LoopbackWorld();
    private final SimHosts hosts = new SimHosts();
    private final SrfServer engine = SrfServer.start(
            ServerConfig.listen("udp:127.0.0.1:0,tcp:127.0.0.1:0,ws:127.0.0.1:0")
                    .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LINK.secret()),
            this::lookUp);
    private final RunningApp app;
    private final Map<String, Phone> phones = new LinkedHashMap<>();

    /**
     * Makes it.
     *
     * @param link makes the way to the engine that the application takes
     */
    LoopbackAppWorld(AppSetup setup, Function<SrfServer, Connector> link) {
        LeakedBuffers.watch();
        sockets.name(address(), SimEngine.NAME);
        sockets.nameOthers(SimEngine.NAME);
        trace().inTheMiddle(SimEngine.NAME);
        app = new RunningApp(setup, System::nanoTime, config -> {});
        srf().connect(link.apply(engine), LINK).join();
        setup.app().accept(srf());
        srf().links().routed().join();
    }

    @Override
    public Phone phone(String name, Protocol protocol) {
        return phones.computeIfAbsent(name, fresh -> newPhone(fresh, protocol));
    }

    private Phone newPhone(String name, Protocol protocol) {
        Phone phone = sockets.phone(name, protocol).outboundProxy(address(protocol));
        host(name + SimHosts.DOMAIN, phone);
        return phone;
    }

    @Override
    public void host(String name, Phone phone) {
        hosts.add(name, phone.address());
    }

    private @Nullable InetSocketAddress lookUp(String host, int port) {
        InetSocketAddress found = hosts.lookUp(host, port);
        return found == null ? Resolver.SYSTEM.find(host, port) : found;
    }

    @Override
    public Srf srf() {
        return app.srf();
    }

    @Override
    public InetSocketAddress address() {
        return address(Protocol.UDP);
    }

    private InetSocketAddress address(Protocol protocol) {
        return engine.listenPoints().stream()
                .filter(point -> point.protocol() == protocol)
                .map(Network.ListenPoint::address)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<String> dialogEvents() {
        return app.events();
    }

    @Override
    public Trace trace() {
        return sockets.trace();
    }

    @Override
    public void passes(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public <T extends @Nullable Object> T waitsFor(CompletableFuture<T> future) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!future.isDone()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("a future is not done after " + PATIENCE + "\n" + ladder().tail());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return future.join();
    }

    /** Waits until no call and no record is left, and fails for a leaked buffer too; transactions last up to 32 s after a call and are not waited for. */
    @Override
    public void comesToRest() {
        long end = System.nanoTime() + REST_LIMIT.toNanos();
        List<String> left = leftovers();
        while (!left.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
            left = leftovers();
        }
        left.addAll(LeakedBuffers.found());
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "left over after " + REST_LIMIT + ":\n  " + String.join("\n  ", left) + "\n" + ladder().tail());
        }
    }

    /** Whoever closes a world closes all of it; the timers of real time end with their threads. */
    @Override
    public void shutsDown() {
        srf().close();
    }

    private List<String> leftovers() {
        List<String> left = new ArrayList<>(app.leftovers());
        EngineStats stats = engine.stats().join();
        if (stats.dialogs() > 0 || stats.owedAnswers() > 0) {
            left.add("in the engine: " + stats);
        }
        phones.values().forEach(phone -> left.addAll(phone.unfinishedCalls()));
        return left;
    }

    @Override
    public void close() {
        try (engine;
                app;
                sockets) {
            srf().close();
        }
    }
}
