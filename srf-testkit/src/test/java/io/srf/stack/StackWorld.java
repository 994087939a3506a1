// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.link.LocalConnector;
import io.srf.server.EngineWorld;
import io.srf.server.admin.Admission;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The whole stack in virtual time: phones, simulated network, engine, link, application, session store. */
final class StackWorld implements AutoCloseable {
    private final EngineWorld world;
    private final MemorySessionStore store;
    private final Srf srf;
    private final List<String> events = new ArrayList<>();
    private final List<Phone> phones = new ArrayList<>();

    StackWorld() {
        this(1);
    }

    StackWorld(long seed) {
        world = new EngineWorld(seed, 2);
        SimWorld sim = world.sim();
        store = new MemorySessionStore(Duration.ofHours(24), 1_000_000, sim.time()::nanoTime);
        srf = Srf.create(cfg -> cfg.app("stack")
                .sessions(store)
                .timers(sim.time())
                .executor(sim.workers())
                .random(new Random(seed)));
        srf.onCreateEarly(e -> events.add("create-early " + e.dialog().role()));
        srf.onCreate(e -> events.add("create " + e.dialog().role()));
        srf.onTerminate(e -> events.add("terminate " + e.dialog().role() + ' ' + e.reason()));
        CompletableFuture<?> connected =
                srf.connect(new LocalConnector(link -> world.engine().accept(link, Admission.TRUSTED)));
        sim.time().runUntil(connected::isDone, Duration.ofSeconds(1));
        assertThat(connected).isCompleted();
    }

    Srf srf() {
        return srf;
    }

    SimWorld sim() {
        return world.sim();
    }

    Phone phone(String name) {
        Phone phone = world.phone(name);
        phones.add(phone);
        return phone;
    }

    /** Where the engine listens. */
    InetSocketAddress address() {
        return world.address();
    }

    /** Stops the responses with this status that a phone sends to requests with this method. */
    Hold holds(Phone sender, int status, String method) {
        return sim().network()
                .hold(packet -> packet.from().equals(sender.address()) && packet.isResponse(status, method));
    }

    String uri(String user) {
        return world.uri(user);
    }

    /** What the application heard of its dialogs, in order. */
    List<String> events() {
        return events;
    }

    /** A B2BUA that connects every caller to this phone. */
    StackWorld bridgesTo(Phone callee) {
        srf.invite((req, res) -> srf.createB2BUA(req, res, callee.uri().toString()));
        return this;
    }

    void passes(Duration time) {
        world.sim().time().advance(time);
    }

    /** Lets time pass until nothing is left anywhere: phones, engine, application, store. */
    void comesToRest() {
        sim().time().runUntil(() -> srf.openCalls() == 0, Duration.ofHours(2));
        assertThat(srf.openCalls()).as("open calls%n%s", sim().ladder().tail()).isZero();
        Duration pings = Duration.ofMinutes(2);
        passes(pings);
        assertThat(world.stats().isAtRest())
                .as("%s%n%s", world.stats(), sim().ladder().tail())
                .isTrue();
        assertThat(store.size()).as("records in the store").isZero();
        assertThat(phones)
                .as("phones%n%s", sim().ladder().tail())
                .allSatisfy(
                        phone -> assertThat(phone.leftovers()).as(phone.name()).isEmpty());
        assertThat(sim().workers().unfinished()).as("tasks of handlers").isEmpty();
        assertThat(sim().network().held()).as("packets").isEmpty();
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = srf.shutdown();
        sim().time().runUntil(closed::isDone, Duration.ofMinutes(1));
        world.close();
        store.close();
    }
}
