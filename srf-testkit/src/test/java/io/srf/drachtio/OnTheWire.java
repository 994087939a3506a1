// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkAcceptor;
import io.srf.link.LinkListener;
import io.srf.link.LocalConnector;
import io.srf.sip.SipLimits;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A way to an engine in this JVM on which every message becomes bytes and is read again, as it would be over TCP. */
public final class OnTheWire implements Connector {
    private static final WireCodec<ClientMessage, ServerMessage> ENGINE = WireCodec.ofEngine(SipLimits.DEFAULT);
    private static final WireCodec<ServerMessage, ClientMessage> APPLICATION =
            WireCodec.ofApplication(SipLimits.DEFAULT);

    private final LocalConnector way;

    /** Leads to this engine. */
    public OnTheWire(LinkAcceptor<ClientMessage, ServerMessage> engine) {
        way = new LocalConnector(link -> {
            UnaryOperator<ServerMessage> down =
                    message -> APPLICATION.decode(ENGINE.encode(message).toBytes());
            return new Reading<>(
                    engine.accept(new Writing<>(link, down)),
                    message -> ENGINE.decode(APPLICATION.encode(message).toBytes()));
        });
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return way.connect(listener);
    }

    @Override
    public String target() {
        return "an engine behind the wire protocol";
    }

    private record Writing<M>(Link<M> link, UnaryOperator<M> wire) implements Link<M> {
        @Override
        public void send(M message) {
            link.send(wire.apply(message));
        }

        @Override
        public void close() {
            link.close();
        }

        @Override
        public String peer() {
            return link.peer();
        }
    }

    private record Reading<M>(LinkListener<M> listener, UnaryOperator<M> wire) implements LinkListener<M> {
        @Override
        public void received(M message) {
            listener.received(wire.apply(message));
        }

        @Override
        public void closed(Throwable cause) {
            listener.closed(cause);
        }
    }
}
