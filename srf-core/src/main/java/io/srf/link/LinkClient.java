// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.time.Timers;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An application's side of a link: it authenticates, asks for its methods, pings, connects again when the link drops, and sees to it that
 * every request is answered or fails.
 *
 * <p>Any thread may call any method; none blocks.
 */
public final class LinkClient implements AutoCloseable {
    /** A client that does nothing until {@link #connect()}. */
    public LinkClient(Connector connector, LinkOptions options, Timers timers, LinkClientListener listener) {}

    /**
     * Begins to connect; may be called once.
     *
     * @return completes when the link is authenticated for the first time; fails with a {@link LinkException} if the secret is refused, the
     *     last attempt failed, or the client is closed before
     */
    public CompletableFuture<Reply.Authenticated> connect() {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a message; its id must be new, as {@link io.srf.sip.Ids#next()} makes them.
     *
     * <p>The future always settles: with the last reply, which may be a {@link Reply.Refused}, or with a {@link LinkException} if there is no
     * link, it drops, is full or closed, the message is too large for the engine, or the reply takes too long. Whoever must not miss the order
     * of this reply and the messages behind it uses {@link #request(ClientMessage, ReplyHandler)}.
     */
    public CompletableFuture<Reply> request(ClientMessage message) {
        throw new UnsupportedOperationException();
    }

    /** Sends a message; the handler hears of its replies before anybody hears of what arrived after them. */
    public void request(ClientMessage message, ReplyHandler handler) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks for new requests of one method, now and after each reconnect; asking twice makes no difference.
     *
     * @param verb the method in any case, or {@code cdr:attempt}, {@code cdr:start}, {@code cdr:stop}
     */
    public void addRoute(String verb) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks for no more new requests of one method.
     *
     * @return completes, never with a failure, when the engine knows, or when there is no link
     */
    public CompletableFuture<Void> removeRoute(String verb) {
        throw new UnsupportedOperationException();
    }

    /** The engine at the other end; null while there is no link. */
    public Reply.@Nullable Authenticated engine() {
        throw new UnsupportedOperationException();
    }

    /** Closes the link for good after what was sent before; pending requests fail. May be called twice. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
