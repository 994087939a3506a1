// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.admin.Admission;
import io.srf.testkit.Phone;
import io.srf.testkit.SimEngine;
import io.srf.testkit.SimWorld;
import io.srf.wire.AppNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine on a simulated network in virtual time, phones, and scripted applications at its links. */
public final class EngineWorld implements AutoCloseable {
    private final SimWorld world;
    private final SimEngine engine;
    private final List<ScriptedApplication> applications = new ArrayList<>();

    public EngineWorld() {
        this(1, 1);
    }

    public EngineWorld(long seed, int shards) {
        this(seed, shards, EngineOptions.defaults());
    }

    public EngineWorld(long seed, int shards, EngineOptions options) {
        world = SimWorld.seeded(seed);
        engine = new SimEngine(world, seed, shards, options);
    }

    public SimWorld sim() {
        return world;
    }

    public Engine engine() {
        return engine.engine();
    }

    /** Where the engine listens. */
    public InetSocketAddress address() {
        return engine.address();
    }

    public Phone phone(String name) {
        return world.phone(name);
    }

    /** A URI that leads to the engine. */
    public String uri(String user) {
        return "sip:" + user + '@' + address().getAddress().getHostAddress() + ':'
                + address().getPort();
    }

    /** An application that has authenticated and wants these methods. */
    ScriptedApplication application(String... methods) {
        return linked(null, methods);
    }

    /** The same that has said which node of which application it is. */
    ScriptedApplication node(String app, String id, String... methods) {
        return linked(new AppNode(app, id), methods);
    }

    private ScriptedApplication linked(@Nullable AppNode node, String... methods) {
        ScriptedApplication application = new ScriptedApplication();
        application.linked(engine().accept(application, Admission.TRUSTED), node);
        application.routes(methods);
        applications.add(application);
        return application;
    }

    /** Lets time pass. */
    void passes(Duration time) {
        world.time().advance(time);
    }

    /** Lets time pass until nothing is left in the phones and the engine. */
    public void comesToRest() {
        world.comesToRest();
        assertThat(stats().isAtRest())
                .as("at rest: %s%n%s", stats(), world.ladder())
                .isTrue();
    }

    public EngineStats stats() {
        return engine.stats();
    }

    @Override
    public void close() {
        engine.close();
        world.close();
    }
}
