// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.Connector;
import io.srf.link.LinkAcceptor;
import io.srf.link.LinkException;
import io.srf.link.LinkOptions;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import io.srf.wire.ServerMessage.Cdr;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The links of an application to its engines, one {@link Agent} for each. May be used by any thread.
 *
 * <p>Requests that come on any of them go to the same {@link DialogRequests} and the same {@link App}. Every link is asked for the methods
 * that the app has handlers for, those added later included.
 */
public final class AppLinks implements AutoCloseable {
    /**
     * Links for an application; none yet.
     *
     * @param dialogs is offered what belongs to dialogs before the app is
     * @param listener hears of all links
     */
    public AppLinks(App app, DialogRequests dialogs, AgentListener listener, AppRuntime runtime) {}

    /**
     * Opens a link, and keeps it open as the options say.
     *
     * @return completes when the engine knows us for the first time; fails with a {@link LinkException} if it will not
     */
    public CompletableFuture<Agent> connect(Connector connector, LinkOptions options) {
        return Pending.coming();
    }

    /** Takes links that engines open: each gets an agent of its own, which is gone when the link is. */
    public LinkAcceptor<ServerMessage, ClientMessage> acceptor(LinkOptions options) {
        return Pending.coming();
    }

    /** All agents, the first connected first. */
    public List<Agent> agents() {
        return Pending.coming();
    }

    /**
     * The agent for a request that belongs to no link yet: the first that is connected.
     *
     * @throws LinkException if none is
     */
    public Agent any() {
        return Pending.coming();
    }

    /** Asks all engines for records of calls, which {@link AgentListener#cdr} then hears of. */
    public void routeCdrs(Cdr.Kind... kinds) {
        Pending.coming();
    }

    /** Asks the engines for no more new requests of this method: a way to drain an instance. */
    public CompletableFuture<Void> pause(String method) {
        return Pending.coming();
    }

    /** Asks for new requests of this method again. */
    public void resume(String method) {
        Pending.coming();
    }

    /** Whether nothing is under way on any link. */
    public boolean isIdle() {
        return Pending.coming();
    }

    /** Closes all links; what was pending on them fails. May be called twice. */
    @Override
    public void close() {
        Pending.coming();
    }
}
