// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.Srf;
import io.srf.server.EngineStats;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.testkit.SimAppWorld;
import io.srf.testkit.SimWorld;
import io.srf.testkit.SipTest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The whole stack in virtual time, with an application that each test makes up itself. */
final class StackWorld implements AutoCloseable {
    private final SimAppWorld world;

    StackWorld() {
        this(Linked.EMBEDDED);
    }

    StackWorld(Linked linked) {
        this(1, linked);
    }

    StackWorld(long seed) {
        this(seed, Linked.EMBEDDED);
    }

    private StackWorld(long seed, Linked linked) {
        world = (SimAppWorld)
                SipTest.withApp(srf -> {}).seed(seed).linkedBy(linked::to).world();
    }

    Srf srf() {
        return world.srf();
    }

    SimWorld sim() {
        return world.sim();
    }

    /** A phone that sends what it is told where that leads. */
    Phone phone(String name) {
        return world.phone(name).outboundProxy(null);
    }

    /** Where the engine listens. */
    InetSocketAddress address() {
        return world.address();
    }

    /** What the engine holds and has done. */
    EngineStats stats() {
        return world.stats();
    }

    /** Stops the responses with this status that a phone sends to requests with this method. */
    Hold holds(Phone sender, int status, String method) {
        return world.holds(sender, status, method);
    }

    String uri(String user) {
        return world.uri(user);
    }

    /** What the application heard of its dialogs, in order. */
    List<String> events() {
        return world.dialogEvents();
    }

    /** A B2BUA that connects every caller to this phone. */
    StackWorld bridgesTo(Phone callee) {
        srf().invite((req, res) -> srf().createB2BUA(req, res, callee.uri().toString()));
        return this;
    }

    /** Lets time pass until a future of the application is done. */
    <T> T waitsFor(CompletableFuture<T> future) {
        return world.waitsFor(future);
    }

    void passes(Duration time) {
        world.passes(time);
    }

    /** Lets time pass until nothing is left anywhere: phones, engine, application, store. */
    void comesToRest() {
        world.comesToRest();
    }

    @Override
    public void close() {
        world.close();
    }
}
