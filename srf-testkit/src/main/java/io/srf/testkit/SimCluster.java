// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.server.EngineStats;
import io.srf.sip.SipUri;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Several nodes of one application, on one engine or each with an engine in its process, with one session store, phones, a network and a time: for tests
 * of what becomes of calls when nodes die.
 *
 * {@snippet :
 * try (SimCluster cluster = SimCluster.of(2, FrontDesk::handlers)) {
 *     Phone bob = cluster.phone("bob").answersAfter(Duration.ZERO);
 *     Phone alice = cluster.phone("alice").calls(cluster.uri("desk")).isInCall();
 *     cluster.owner().kill();
 *     alice.hangsUp().sees(200, "BYE");
 *     bob.isTold("BYE").isIdle();
 *     cluster.comesToRest();
 * }
 * }
 *
 * <p>{@link #comesToRest} also goes through the history: no write of a node that had lost its call was accepted, no node sent anything in a call that another one
 * had, fences and CSeqs only grew, and no leg was hung up twice, unless its engine died, or stood still, before its end was written. Threads: the test's.
 */
public final class SimCluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration REST_LIMIT = Duration.ofMinutes(10);
    private static final Duration TRANSACTIONS = Duration.ofMinutes(2);
    private static final int SHARDS = 2;
    private static final long SEED = 1;

    private final SimWorld sim = SimWorld.seeded(SEED);
    private SimEngine engine = new SimEngine(sim, SEED, SHARDS);
    private int engines = 1;
    private boolean disguised;
    private boolean embedded;
    private final SimStore store = new SimStore(sim.time());
    private final OwnerHistory history = new OwnerHistory(store);
    private final List<SimNode> nodes = new ArrayList<>();
    private final EngineFates fates = new EngineFates(sim.time(), store);
    private final Map<String, Phone> phones = new LinkedHashMap<>();
    private final Consumer<Srf> app;
    private final Consumer<SrfConfig.Builder> config;

    private SimCluster(Consumer<Srf> app, Consumer<SrfConfig.Builder> config) {
        this.app = app;
        this.config = config;
    }

    /** So many nodes of an application. */
    public static SimCluster of(int nodes, Consumer<Srf> app) {
        return of(nodes, app, config -> {});
    }

    /** So many nodes of an application that is configured like this. */
    public static SimCluster of(int nodes, Consumer<Srf> app, Consumer<SrfConfig.Builder> config) {
        return new SimCluster(app, config).with(nodes);
    }

    /** The same on an engine that passes for a drachtio-server, which knows nothing of nodes and claims. */
    public static SimCluster onDrachtio(int nodes, Consumer<Srf> app, Consumer<SrfConfig.Builder> config) {
        SimCluster cluster = new SimCluster(app, config);
        cluster.disguised = true;
        return cluster.with(nodes);
    }

    /** The same, each node with an engine in its process. The first one's is where phones send what is in no dialog. */
    public static SimCluster embedded(int nodes, Consumer<Srf> app, Consumer<SrfConfig.Builder> config) {
        SimCluster cluster = new SimCluster(app, config);
        cluster.embedded = true;
        return cluster.with(nodes);
    }

    private SimCluster with(int more) {
        for (int i = 0; i < more; i++) {
            joins();
        }
        return this;
    }

    /** One more node joins. */
    public SimNode joins() {
        return joins(Duration.ZERO);
    }

    /** One more node joins, whose clock is ahead of the others' by this much, or behind them if it is negative. */
    public SimNode joins(Duration ahead) {
        String name = "node" + (nodes.size() + 1);
        SimEngine own = embedded ? ownEngine() : null;
        NodeLife life = new NodeLife(sim.time(), ahead);
        long seed = SEED + nodes.size();
        Srf srf = Srf.create(builder -> {
            builder.app("app");
            config.accept(builder);
            builder.node(name)
                    .sessions(store.of(name))
                    .random(new Random(seed))
                    .ids(new Random(-seed))
                    .timers(life.timers())
                    .executor(life.executor());
        });
        SimNode node = new SimNode(name, life, srf, own, fates);
        app.accept(srf);
        CompletableFuture<?> connected =
                node.connects(history.watched(name, own == null ? toEngine() : own.connector()));
        if (!time().runUntil(connected::isDone, START_LIMIT)) {
            throw new AssertionError(name + " is not connected after " + START_LIMIT);
        }
        connected.join();
        nodes.add(node);
        return node;
    }

    private SimEngine ownEngine() {
        return nodes.isEmpty() ? engine : new SimEngine(sim, SEED + ++engines, SHARDS);
    }

    /** Leads to the engine there is at the time. */
    private Connector toEngine() {
        return new Connector() {
            @Override
            public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
                Connector plain = engine.connector();
                return (disguised ? new DrachtioDisguise(plain) : plain).connect(listener);
            }

            @Override
            public String target() {
                return SimEngine.NAME;
            }
        };
    }

    /** The engine dies with all that it knew, and a new one begins at its address; all links drop. */
    public void engineRestarts() {
        fates.dies(engine);
        nodes.forEach(SimNode::losesLink);
        engine = new SimEngine(sim, SEED + ++engines, SHARDS, engine.address());
    }

    /** The nodes, in the order in which they joined; the dead among them. */
    public List<SimNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The node that has calls, of which there must be exactly one. */
    public SimNode owner() {
        List<SimNode> owners = nodes.stream().filter(node -> node.calls() > 0).toList();
        if (owners.size() != 1) {
            throw new AssertionError("nodes with calls: " + owners + ", expected exactly one");
        }
        return owners.getFirst();
    }

    /** A node that has no calls and is alive. */
    public SimNode survivor() {
        return nodes.stream()
                .filter(node -> !node.isDead() && node.calls() == 0)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node is alive and without calls"));
    }

    /** The store that the nodes share. */
    public SimStore store() {
        return store;
    }

    /** Phones, network and time. */
    public SimWorld sim() {
        return sim;
    }

    /** The time. */
    public VirtualTime time() {
        return sim.time();
    }

    /** The phone with this name, made when it is first asked for; it is found at {@code NAME.example}. */
    public Phone phone(String name) {
        return phones.computeIfAbsent(name, fresh -> {
            Phone phone = sim.phone(fresh).outboundProxy(engine.address());
            sim.network().host(fresh + SimHosts.DOMAIN, phone.address());
            return phone;
        });
    }

    /** Where the engine listens. */
    public InetSocketAddress address() {
        return engine.address();
    }

    /** A URI with this user that leads to the engine. */
    public String uri(String user) {
        return SipUri.of(user, Text.host(engine.address()), engine.address().getPort())
                .toString();
    }

    /** Lets this much time pass. */
    public void passes(Duration timeToPass) {
        time().advance(timeToPass);
    }

    /** What happened so far, as a diagram. */
    public Ladder ladder() {
        return sim.ladder();
    }

    /** Lets time pass until everything is over, and throws {@link AssertionError} with a list and the ladder if anything is left over or went wrong. */
    public void comesToRest() {
        time().runUntil(() -> nodes.stream().allMatch(node -> node.calls() == 0) && sim.isIdle(), REST_LIMIT);
        passes(TRANSACTIONS);
        nodes.forEach(SimNode::bury);
        List<String> left = new ArrayList<>();
        for (SimNode node : nodes) {
            if (node.calls() > 0) {
                left.add("open calls of " + node + ": " + node.calls());
            }
        }
        for (SimEngine each : embedded ? living() : List.of(engine)) {
            EngineStats stats = each.stats();
            if (!stats.isAtRest()) {
                left.add("in the engine: " + stats);
            }
        }
        store.records().forEach(record -> left.add("record in the store: " + record));
        left.addAll(sim.leftovers());
        left.addAll(store.faults());
        left.addAll(history.faults());
        left.addAll(CallHistory.faultsOf(sim.trace(), SimEngine.NAME, fates.silences()));
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "left over or wrong:\n  " + String.join("\n  ", left) + "\n" + events() + "\n" + ladder().tail());
        }
    }

    private List<SimEngine> living() {
        return nodes.stream().flatMap(node -> node.engine().stream()).toList();
    }

    /**
     * Throws {@link AssertionError} unless the application has heard of each leg's end once, on any node.
     *
     * <p>It may not have, if a node dies between an end and its being written, some 10 ms later.
     */
    public void eachEndWasHeardOnce() {
        Map<String, Integer> ends = new HashMap<>();
        nodes.forEach(node -> node.created().forEach(id -> ends.put(id, 0)));
        nodes.forEach(node -> node.ended().forEach(id -> ends.merge(id, 1, Integer::sum)));
        ends.values().removeIf(times -> times == 1);
        if (!ends.isEmpty()) {
            throw new AssertionError("ends that were not heard once, but so often: " + ends + "\n" + events());
        }
    }

    /** Call-IDs of calls in which a phone may still believe, and of which nobody else knows: an engine died while it hung up, and no BYE had arrived. */
    public Set<String> lostFarewells() {
        return LostFarewells.in(sim.trace(), fates.deaths());
    }

    /** Call-IDs of calls whose callers can not know that they were answered: each 2xx was lost, and an engine died that would have repeated it. */
    public Set<String> lostAnswers() {
        return LostAnswers.in(sim.trace(), fates.deaths());
    }

    private String events() {
        StringBuilder text = new StringBuilder();
        nodes.forEach(
                node -> text.append(node).append(": ").append(node.events()).append('\n'));
        return text.toString();
    }

    /** Lets go of everything; no time passes any more. */
    @Override
    public void close() {
        nodes.forEach(node -> node.srf().shutdown());
        nodes.stream().flatMap(node -> node.engine().stream()).forEach(SimEngine::close);
        engine.close();
        sim.close();
    }
}
