// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A link that an engine opened, in the guise of one that we open: once, since there is no way to call the engine back. */
final class AcceptedLink implements Connector, LinkListener<ServerMessage> {
    private final Link<ClientMessage> link;
    private final AtomicReference<@Nullable LinkListener<ServerMessage>> listener = new AtomicReference<>();

    AcceptedLink(Link<ClientMessage> link) {
        this.link = link;
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> newListener) {
        return listener.compareAndSet(null, newListener)
                ? CompletableFuture.completedFuture(link)
                : CompletableFuture.failedFuture(new IOException(target() + " has closed its link"));
    }

    @Override
    public String target() {
        return link.peer();
    }

    @Override
    public void received(ServerMessage message) {
        LinkListener<ServerMessage> known = listener.get();
        if (known != null) {
            known.received(message);
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        LinkListener<ServerMessage> known = listener.get();
        if (known != null) {
            known.closed(cause);
        }
    }
}
