// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.flight.FlightRecorder;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Links inside one JVM: the records themselves are handed over, on the thread that sends them.
 *
 * <p>An engine therefore calls the application on its event loop, and an application calls the engine on whatever thread it is on; both sides
 * hand over quickly and do not block.
 */
public final class LocalConnector implements Connector {
    private final LinkAcceptor<ClientMessage, ServerMessage> engine;
    private final @Nullable FlightRecorder recorder;

    /** Links to this engine, which records nothing. */
    public LocalConnector(LinkAcceptor<ClientMessage, ServerMessage> engine) {
        this(engine, null);
    }

    /** Links to this engine, whose recorder applications share; null if it has none. */
    public LocalConnector(LinkAcceptor<ClientMessage, ServerMessage> engine, @Nullable FlightRecorder recorder) {
        this.engine = engine;
        this.recorder = recorder;
    }

    @Override
    public @Nullable FlightRecorder recorder() {
        return recorder;
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        AtomicBoolean open = new AtomicBoolean(true);
        End<ServerMessage> toApplication = new End<>(open, "application");
        End<ClientMessage> toEngine = new End<>(open, "engine");
        toApplication.ends(listener, toEngine);
        toEngine.ends(engine.accept(toApplication), toApplication);
        return CompletableFuture.completedFuture(toEngine);
    }

    @Override
    public String target() {
        return "the engine in this JVM";
    }

    /** One end: what is sent here is received by {@code listener}, who sits at the other end. */
    private static final class End<M> implements Link<M> {
        private final AtomicBoolean open;
        private final String peer;
        private volatile LinkListener<M> listener = new Nobody<>();
        private volatile End<?> other = this;

        End(AtomicBoolean open, String peer) {
            this.open = open;
            this.peer = peer;
        }

        void ends(LinkListener<M> newListener, End<?> newOther) {
            listener = newListener;
            other = newOther;
        }

        @Override
        public void send(M message) {
            if (open.get()) {
                listener.received(message);
            }
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                listener.closed(null);
                other.listener.closed(null);
            }
        }

        @Override
        public String peer() {
            return peer;
        }
    }

    private static final class Nobody<M> implements LinkListener<M> {
        @Override
        public void received(M message) {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }
}
