// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.link.LinkException.Reason;
import io.srf.link.LinkMachine.Event;
import io.srf.sip.Ids;
import io.srf.time.Timers;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An application's side of a link: it authenticates, asks for its methods, pings, connects again when the link drops, and sees to it that
 * every request is answered or fails.
 *
 * <p>Any thread may call any method; none blocks.
 */
public final class LinkClient implements AutoCloseable {
    private final LinkDriver driver;
    private final LinkTimeouts timeouts;
    private final String target;

    /** A client that does nothing until {@link #connect()}. */
    public LinkClient(
            Connector connector,
            LinkOptions options,
            Timers timers,
            RandomGenerator random,
            LinkClientListener listener) {
        driver = new LinkDriver(connector, options, timers, random, listener);
        timeouts = options.timeouts();
        target = connector.target();
    }

    /**
     * Begins to connect; further calls only return the same future.
     *
     * @return completes when the engine has let us in and has answered for each route that we wanted by then, with a later connection if the first drops before;
     *     fails with a {@link LinkException} if the secret is refused, the last attempt failed, or the client is closed before. A route that is refused is logged
     */
    public CompletableFuture<Reply.Authenticated> connect() {
        driver.happened(new Event.Connect());
        return driver.connected().copy();
    }

    /**
     * Sends a message; its id must be new, as {@link Ids#next()} makes them.
     *
     * <p>The future always settles: with the last reply, which may be a {@link Reply.Refused}, or with a {@link LinkException} if there is no
     * link, it drops, is full or closed, the message is too large for the engine, or the reply takes too long. Whoever must not miss the order
     * of this reply and the messages behind it uses {@link #request(ClientMessage, ReplyHandler)}.
     *
     * @throws IllegalArgumentException if a message with this id waits for its reply
     */
    public CompletableFuture<Reply> request(ClientMessage message) {
        CompletableFuture<Reply> result = new CompletableFuture<>();
        request(message, ReplyHandler.ofLast(result::complete, result::completeExceptionally));
        return result;
    }

    /**
     * Sends a message; the handler hears of its replies before anybody hears of what arrived after them.
     *
     * @throws IllegalArgumentException if a message with this id waits for its reply
     */
    public void request(ClientMessage message, ReplyHandler handler) {
        LinkSession open = driver.ready();
        if (open == null) {
            PendingReplies.tell(handler, new LinkException(Reason.NOT_CONNECTED, "not connected to " + target));
            return;
        }
        open.request(
                message,
                handler,
                message instanceof ClientMessage.Proxy ? timeouts.proxyMillis() : timeouts.requestMillis());
    }

    /**
     * Asks for new requests of one method, now and after each reconnect; asking twice makes no difference.
     *
     * @param verb the method in any case, or {@code cdr:attempt}, {@code cdr:start}, {@code cdr:stop}
     */
    public void addRoute(String verb) {
        driver.addRoute(verb.toLowerCase(Locale.ROOT));
    }

    /**
     * Asks for no more new requests of one method.
     *
     * @return completes, never with a failure, when the engine knows, or when there is no link
     */
    public CompletableFuture<Void> removeRoute(String verb) {
        return driver.removeRoute(verb.toLowerCase(Locale.ROOT));
    }

    /** Completes, never with a failure, when the engine has answered for all routes that are wanted now, or when there is no link. */
    public CompletableFuture<Void> routed() {
        return driver.routed();
    }

    /** The engine at the other end; null while there is no link. */
    public Reply.@Nullable Authenticated engine() {
        return driver.engine();
    }

    /** Closes the link for good after what was sent before; pending requests fail. May be called twice. */
    @Override
    public void close() {
        driver.happened(new Event.Close(new LinkException(Reason.CLOSED, "the client was closed")));
    }
}
