// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.Connector;
import io.srf.link.LinkClient;
import io.srf.link.LinkException;
import io.srf.link.LinkOptions;
import io.srf.link.ReconnectPolicy;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage.Cdr;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The links of an application to its engines, one {@link Agent} for each. May be used by any thread.
 *
 * <p>What comes on any of them goes to the same {@link DialogRequests} and the same {@link App}. Every engine that we connect to is asked for
 * the methods that have handlers, those added later included.
 */
public final class AppLinks implements AutoCloseable {
    private final AgentContext context;
    private final Set<String> routes = ConcurrentHashMap.newKeySet();
    private final List<Agent> agents = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * Links for an application; none yet.
     *
     * @param dialogs is offered what belongs to dialogs before the app is
     * @param listener hears of all links
     */
    public AppLinks(App app, DialogRequests dialogs, AgentListener listener, AppRuntime runtime) {
        this.context = new AgentContext(app, dialogs, new Roll(listener), runtime);
        app.onMethod(this::route);
    }

    /**
     * Opens a link, and keeps it open as the options say.
     *
     * @return completes when the engine knows us and sends us new requests of all methods that have handlers now; fails with a {@link LinkException} if it never
     *     will. A method that the engine refuses is logged
     */
    public CompletableFuture<Agent> connect(Connector connector, LinkOptions options) {
        Agent agent = new Agent(context, connector, options, false);
        agents.add(agent);
        if (closed) {
            return refuse(agent);
        }
        routes.forEach(agent.link()::addRoute);
        return open(agent);
    }

    /**
     * Takes a connection that an engine has opened for one call, as a {@link io.srf.link.TcpAcceptor} gives them.
     *
     * <p>Its agent is gone when the connection is. No methods are asked for on it.
     *
     * @return completes when the engine knows us; fails with a {@link LinkException} if it never will
     */
    public CompletableFuture<Agent> accept(Connector connector, LinkOptions options) {
        Agent agent = new Agent(context, connector, options.withReconnect(ReconnectPolicy.NEVER), true);
        agents.add(agent);
        return closed ? refuse(agent) : open(agent);
    }

    /** An agent is kept before it is asked whether all are closed, and it is closed only after that is said: so none stays open. */
    private CompletableFuture<Agent> refuse(Agent agent) {
        agents.remove(agent);
        agent.link().close();
        return CompletableFuture.failedFuture(
                new LinkException(LinkException.Reason.CLOSED, "the application was closed"));
    }

    private CompletableFuture<Agent> open(Agent agent) {
        Promise<Agent> promise = new Promise<>(context.runtime().executor());
        agent.link().connect().whenComplete((engine, failure) -> {
            if (failure == null) {
                promise.complete(agent);
            } else {
                agents.remove(agent);
                promise.fail(failure);
            }
        });
        return promise.future();
    }

    /** All agents, in the order in which they were added. */
    public List<Agent> agents() {
        return List.copyOf(agents);
    }

    /**
     * The agent for a request that belongs to no link yet: the first that is connected.
     *
     * @throws LinkException if none is
     */
    public Agent any() {
        for (Agent agent : agents) {
            if (agent.isConnected()) {
                return agent;
            }
        }
        throw new LinkException(LinkException.Reason.NOT_CONNECTED, "no engine is connected");
    }

    /** Asks all engines for records of calls, of which {@link AgentListener#cdr} then hears. */
    public void routeCdrs(Cdr.Kind... kinds) {
        for (Cdr.Kind kind : kinds) {
            route(kind.verb());
        }
    }

    /**
     * Asks the engines for no more new requests of this method: a way to drain an instance.
     *
     * @return completes when all of them know
     */
    public CompletableFuture<Void> pause(String method) {
        String wanted = method.toUpperCase(Locale.ROOT);
        routes.remove(wanted);
        return onAllLinks(link -> link.removeRoute(wanted));
    }

    /**
     * Waits for what engines were asked for after they were connected: new requests of methods whose handlers came later, or that were resumed.
     *
     * @return completes, never with a failure, when all engines that are connected have answered
     */
    public CompletableFuture<Void> routed() {
        return onAllLinks(LinkClient::routed);
    }

    private CompletableFuture<Void> onAllLinks(Function<LinkClient, CompletableFuture<Void>> wish) {
        CompletableFuture<?>[] all = agents.stream()
                .filter(agent -> !agent.isPerCall())
                .map(agent -> wish.apply(agent.link()))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all)
                .whenCompleteAsync((done, never) -> {}, context.runtime().executor());
    }

    /** Asks for new requests of this method again. */
    public void resume(String method) {
        route(method.toUpperCase(Locale.ROOT));
    }

    /** The route is kept before it is sent, and an agent is kept before it gets the routes: so none misses the other. */
    private void route(String wanted) {
        routes.add(wanted);
        for (Agent agent : agents) {
            if (!agent.isPerCall()) {
                agent.link().addRoute(wanted);
            }
        }
    }

    /** Whether nothing is under way on any link. */
    public boolean isIdle() {
        return agents.stream().allMatch(Agent::isIdle);
    }

    /** Closes all links; what was pending on them fails, and none is opened any more. May be called twice. */
    @Override
    public void close() {
        closed = true;
        agents.forEach(agent -> agent.link().close());
        agents.clear();
    }

    /** Passes events on, and strikes off the agents whose links are gone for good. */
    private final class Roll implements AgentListener {
        private final AgentListener listener;

        Roll(AgentListener listener) {
            this.listener = listener;
        }

        @Override
        public void connected(Agent agent, Reply.Authenticated engine) {
            listener.connected(agent, engine);
        }

        @Override
        public void disconnected(Agent agent, LinkException cause) {
            if (agent.isPerCall()) {
                agents.remove(agent);
            }
            listener.disconnected(agent, cause);
        }

        @Override
        public void reconnecting(Agent agent, int attempt, Duration delay) {
            listener.reconnecting(agent, attempt, delay);
        }

        @Override
        public void failed(Agent agent, LinkException cause) {
            agents.remove(agent);
            listener.failed(agent, cause);
        }

        @Override
        public void cdr(Agent agent, Cdr cdr) {
            listener.cdr(agent, cdr);
        }
    }
}
