// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has an engine pass for a drachtio-server: it bears that one's version, and does not hear which node of which application it talks to. */
final class DrachtioDisguise implements Connector {
    private static final String VERSION = "v0.9.4";

    private final Connector engine;

    DrachtioDisguise(Connector engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return engine.connect(disguising(listener)).thenApply(DrachtioDisguise::deaf);
    }

    private static LinkListener<ServerMessage> disguising(LinkListener<ServerMessage> listener) {
        return new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {
                listener.received(
                        message instanceof Reply.Authenticated as
                                ? new Reply.Authenticated(
                                        as.id(), as.inReplyTo(), as.hostports(), VERSION, as.localHostports())
                                : message);
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                listener.closed(cause);
            }
        };
    }

    private static Link<ClientMessage> deaf(Link<ClientMessage> link) {
        return new Link<>() {
            @Override
            public void send(ClientMessage message) {
                link.send(
                        message instanceof ClientMessage.Authenticate hello
                                ? new ClientMessage.Authenticate(hello.id(), hello.secret(), hello.tags())
                                : message);
            }

            @Override
            public void close() {
                link.close();
            }

            @Override
            public String peer() {
                return link.peer();
            }
        };
    }

    @Override
    public String target() {
        return engine.target();
    }
}
