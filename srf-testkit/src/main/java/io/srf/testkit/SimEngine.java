// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.link.Connector;
import io.srf.link.LocalConnector;
import io.srf.server.Engine;
import io.srf.server.EngineOptions;
import io.srf.server.EngineStats;
import io.srf.server.Shards;
import io.srf.server.admin.Admission;
import io.srf.server.lookup.LookupLimits;
import io.srf.server.lookup.Resolver;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An engine in a {@link SimWorld}, listening with UDP, TCP and WebSockets. Threads: the test's. */
public final class SimEngine implements AutoCloseable {
    /** What ladders call it. */
    public static final String NAME = "engine";

    private static final Duration ASKING = Duration.ofSeconds(1);

    private final SimWorld world;
    private final InetSocketAddress address;
    private final SimPause pause = new SimPause();
    private final Engine engine;

    /**
     * Starts an engine at a new address.
     *
     * @param seed of its identifiers
     * @param shards how many loops it has
     */
    public SimEngine(SimWorld world, long seed, int shards) {
        this(world, seed, shards, EngineOptions.defaults());
    }

    /** Starts an engine with these options at a new address. See {@link #SimEngine(SimWorld, long, int)}. */
    public SimEngine(SimWorld world, long seed, int shards, EngineOptions options) {
        this(world, seed, shards, options, world.newAddress());
    }

    /** Starts an engine at this address, where another one may have been before. */
    SimEngine(SimWorld world, long seed, int shards, InetSocketAddress at) {
        this(world, seed, shards, EngineOptions.defaults(), at);
    }

    private SimEngine(SimWorld world, long seed, int shards, EngineOptions options, InetSocketAddress at) {
        this.world = world;
        address = at;
        world.trace().inTheMiddle(NAME);
        List<SimLoop> loops = Stream.generate(() -> new SimLoop(world.time(), pause))
                .limit(shards)
                .toList();
        engine = new Engine(
                pause.of(world.network().engineNetwork(NAME, address, Protocol.UDP, Protocol.TCP, Protocol.WS)),
                new Shards(loops),
                new Resolver(world.network().names(world.workers()), LookupLimits.DEFAULT),
                options,
                shard -> new Random(seed * 31 + shard));
        engine.open();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The engine itself. */
    public Engine engine() {
        return engine;
    }

    /** Connects applications in this JVM. */
    public Connector connector() {
        return new LocalConnector(link -> engine.accept(link, Admission.TRUSTED), engine.recorder());
    }

    /** Stops its process: nothing of it runs, and what comes waits. */
    void pause() {
        pause.pause();
    }

    /** Lets its process go on: what would have happened happens now, in order. */
    void resume() {
        pause.resume();
    }

    /** Whether its process is stopped. */
    boolean isPaused() {
        return pause.isPaused();
    }

    /** What it holds and has done; throws {@link AssertionError} if it does not answer, as when its process is stopped. */
    public EngineStats stats() {
        CompletableFuture<EngineStats> stats = engine.stats();
        if (!world.time().runUntil(stats::isDone, ASKING)) {
            throw new AssertionError("the engine at " + Text.address(address) + " does not answer"
                    + (isPaused() ? ": its process is paused" : ""));
        }
        return stats.join();
    }

    @Override
    public void close() {
        engine.close();
    }
}
