// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.SrfConfig;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.App;
import io.srf.app.AppLinks;
import io.srf.app.AppRuntime;
import io.srf.flight.FlightRecorder;
import io.srf.flight.RecordedCall;
import io.srf.link.LinkException;
import io.srf.link.LinkOptions;
import io.srf.link.TcpAcceptor;
import io.srf.link.TcpOptions;
import io.srf.session.SessionStore;
import io.srf.session.internal.CallTakeover;
import io.srf.session.internal.KeeperIds;
import io.srf.session.internal.KeptCall;
import io.srf.session.internal.SessionKeeper;
import io.srf.session.internal.StoreThreads;
import io.srf.time.SystemTimers;
import io.srf.time.Timers;
import io.srf.wire.AppNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of an application, put together, and taken apart in the right order. May be used by any thread. */
public final class Station {
    /** How many servers may be connected to us at a time. */
    private static final int MAX_CONNECTIONS = 10_000;

    private static final Duration FLUSH_TIME = Duration.ofSeconds(5);

    /** How long new calls are taken while the engines have not said that they send no more. */
    private static final Duration PAUSE_TIME = Duration.ofSeconds(2);

    private final SrfConfig config;
    private final App app;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Drain drain;
    private final FlightRecorder recorder;
    private final SessionKeeper keeper;
    private final Calls calls;
    private final LinkWatch watch;
    private final AppLinks links;
    private final @Nullable Orphans orphans;
    private final List<TcpAcceptor> acceptors = new CopyOnWriteArrayList<>();
    private final List<Runnable> owned = new ArrayList<>();
    private final AtomicReference<@Nullable CompletableFuture<Void>> closing = new AtomicReference<>();
    private volatile boolean closed;

    /** Puts an application together. */
    public Station(App app, SrfConfig config) {
        this.config = config;
        this.app = app;
        Timers timers = config.timers() == null ? ownTimers() : config.timers();
        Executor executor = config.executor() == null ? ownExecutor() : config.executor();
        this.recorder = new FlightRecorder(config.recorder(), timers);
        this.keeper = keeper(config, timers);
        this.drain = new Drain(timers);
        app.use(drain, new StoreGuard(keeper, config.storeTrouble()));
        this.calls = new Calls(
                new CallsRuntime(executor, timers, keeper, config.random(), config.storeTrouble()),
                lifecycle,
                method -> app.methods().contains(method));
        this.watch = new LinkWatch(calls, timers, config.linkGrace(), config.links());
        this.links = new AppLinks(
                app, calls, watch, new AppRuntime(executor, timers, config.limits(), config.random(), recorder));
        this.orphans = takesOver();
    }

    /** All time there is for the application. */
    public Timers timers() {
        return calls.timers();
    }

    /** Runs the application's code. */
    public Executor executor() {
        return calls.executor();
    }

    /** Only an application with a name and a store has calls in common with other nodes. */
    private @Nullable Orphans takesOver() {
        CallTakeover takeover = keeper.takeover();
        if (takeover == null || config.app().isEmpty()) {
            return null;
        }
        calls.takesOver(new Strangers(calls, new Lookups(takeover), this::connected), config.keepOrphans());
        Orphans looking = new Orphans(calls, takeover, this::connected);
        looking.begin();
        return looking;
    }

    private List<Agent> connected() {
        return links.agents().stream().filter(Agent::isConnected).toList();
    }

    private Timers ownTimers() {
        SystemTimers timers = SystemTimers.start("srf-timers");
        owned.add(timers::close);
        return timers;
    }

    private Executor ownExecutor() {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("srf-", 0).factory());
        owned.add(threads::shutdown);
        return threads;
    }

    private SessionKeeper keeper(SrfConfig given, Timers timers) {
        SessionStore store = given.sessions();
        if (store == null) {
            return SessionKeeper.withoutStore();
        }
        KeeperIds ids = KeeperIds.of(given.node(), given.ids());
        Executor executor = given.executor();
        StoreThreads threads =
                executor == null || given.neverBlocks() ? StoreThreads.of(timers) : new StoreThreads(timers, executor);
        return new SessionKeeper(store, ids, given.sessionOptions(), threads, this::takenOver);
    }

    /** Another node has this call now: nothing may be sent for it any more. */
    private void takenOver(KeptCall kept) {
        for (Leg leg : calls.legs()) {
            if (leg.call().kept() == kept) {
                leg.call().execute(() -> takenOver(leg));
            }
        }
    }

    private static void takenOver(Leg leg) {
        if (Ownership.isOursAlone(leg)) {
            leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Recovering.ABANDONED);
        } else {
            leg.over(TerminateReason.of(Kind.TAKEN_OVER));
        }
    }

    /** Who hears of all dialogs. */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** All calls. */
    public Calls calls() {
        return calls;
    }

    /** All links. */
    public AppLinks links() {
        return links;
    }

    /** What happened in a call: known to our own recorder, or to that of an engine in this JVM. */
    public @Nullable RecordedCall flight(String callId) {
        RecordedCall call = recorder.call(callId);
        for (Agent agent : links.agents()) {
            call = call == null ? agent.recorder().call(callId) : call;
        }
        return call;
    }

    /** The same options with the tags of this application, and which node of it this is. */
    public LinkOptions tagged(LinkOptions options) {
        List<String> tags = new ArrayList<>(options.tags());
        tags.addAll(config.tags());
        boolean shared = config.sessions() != null && !config.app().isEmpty();
        return options.withTags(tags).withNode(shared ? new AppNode(config.app(), keeper.node()) : null);
    }

    /** Listens for servers that connect to us. An acceptor is kept before it is asked whether all are closed, so that none stays open. */
    public InetSocketAddress listen(InetSocketAddress address, TcpOptions tcp, LinkOptions options) {
        LinkOptions tagged = tagged(options);
        TcpAcceptor acceptor =
                new TcpAcceptor(address, tcp, MAX_CONNECTIONS, connection -> links.accept(connection, tagged));
        acceptors.add(acceptor);
        if (closed) {
            acceptor.close();
            throw new LinkException(LinkException.Reason.CLOSED, "the application was closed");
        }
        return acceptor.address();
    }

    /** Waits for the calls there are, ends what is left, and closes everything. */
    public CompletableFuture<Void> shutdown() {
        return close(paused -> drain.begin(calls, config.drainTime()).thenCompose(drained -> keeper.flush(FLUSH_TIME)));
    }

    /** Leaves the calls to other nodes, and closes everything; shuts down if there can be no other nodes. */
    public CompletableFuture<Void> drain() {
        return orphans == null ? shutdown() : close(this::handOver);
    }

    private CompletableFuture<Void> handOver(CompletableFuture<Void> paused) {
        drain.within(paused, PAUSE_TIME).thenRun(drain::refuse);
        return new HandOver(calls, keeper, links::agents)
                .begin(config.drainTime())
                .thenCompose(left -> drain.within(keeper.flush(FLUSH_TIME), FLUSH_TIME))
                .thenCompose(flushed -> drain.within(keeper.giveUp(), FLUSH_TIME));
    }

    /** Takes no new calls, and closes everything when this has been done; a second time does nothing but wait for the first. */
    private CompletableFuture<Void> close(Function<CompletableFuture<Void>, CompletableFuture<Void>> before) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> first = closing.compareAndExchange(null, done);
        if (first != null) {
            return first;
        }
        CompletableFuture<?>[] pauses = app.methods().stream().map(links::pause).toArray(CompletableFuture[]::new);
        if (orphans != null) {
            orphans.close();
        }
        before.apply(CompletableFuture.allOf(pauses)).whenComplete((ready, failure) -> {
            closeAll();
            done.complete(null);
        });
        return done;
    }

    private void closeAll() {
        closed = true;
        acceptors.forEach(TcpAcceptor::close);
        watch.close();
        links.close();
        for (Leg leg : calls.legs()) {
            leg.call().execute(() -> leg.over(TerminateReason.of(Kind.LINK_LOST)));
        }
        keeper.close();
        owned.forEach(Runnable::run);
    }
}
