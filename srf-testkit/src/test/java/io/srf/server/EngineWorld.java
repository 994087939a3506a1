// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.admin.Admission;
import io.srf.server.dialog.Resolver;
import io.srf.server.transport.Protocol;
import io.srf.testkit.Phone;
import io.srf.testkit.SimLoop;
import io.srf.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** An engine on a simulated network in virtual time, phones, and scripted applications at its links. */
public final class EngineWorld implements AutoCloseable {
    private final SimWorld world;
    private final InetSocketAddress address;
    private final Engine engine;
    private final List<ScriptedApplication> applications = new ArrayList<>();

    public EngineWorld() {
        this(1, 1);
    }

    public EngineWorld(long seed, int shards) {
        world = SimWorld.seeded(seed);
        address = world.newAddress();
        List<SimLoop> loops =
                Stream.generate(() -> new SimLoop(world.time())).limit(shards).toList();
        engine = new Engine(
                world.network().engineNetwork("engine", address, Protocol.UDP, Protocol.TCP),
                new Shards(loops),
                new Resolver(world.workers()),
                EngineOptions.defaults(),
                shard -> new Random(seed * 31 + shard));
        engine.open();
    }

    public SimWorld sim() {
        return world;
    }

    public Engine engine() {
        return engine;
    }

    /** Where the engine listens. */
    public InetSocketAddress address() {
        return address;
    }

    public Phone phone(String name) {
        return world.phone(name);
    }

    /** A URI that leads to the engine. */
    public String uri(String user) {
        return "sip:" + user + '@' + address.getAddress().getHostAddress() + ':' + address.getPort();
    }

    /** An application that has authenticated and wants these methods. */
    ScriptedApplication application(String... methods) {
        ScriptedApplication application = new ScriptedApplication();
        application.linked(engine.accept(application, Admission.TRUSTED));
        application.routes(methods);
        applications.add(application);
        return application;
    }

    /** Lets time pass until nothing is left in the phones and the engine. */
    public void comesToRest() {
        world.comesToRest();
        assertThat(stats().isAtRest())
                .as("at rest: %s%n%s", stats(), world.ladder())
                .isTrue();
    }

    public EngineStats stats() {
        var stats = engine.stats();
        world.time().runUntil(stats::isDone, java.time.Duration.ofSeconds(1));
        return stats.join();
    }

    @Override
    public void close() {
        engine.close();
        world.close();
    }
}
