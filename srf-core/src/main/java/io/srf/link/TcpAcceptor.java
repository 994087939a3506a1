// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.Channel;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application's port for engines that connect to it, one connection for each call: what {@code srf.listen} stands on.
 *
 * <p>The application still speaks first and authenticates, so whoever connects is told the secret: the port must be reachable by engines only.
 */
public final class TcpAcceptor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpAcceptor.class);

    private final ApplicationLinks links;
    private final TcpOptions options;
    private final Consumer<Connector> connections;
    private final PeerLog peers = new PeerLog(LOG);
    private final ListeningSocket socket;

    /**
     * Begins to listen.
     *
     * @param address port 0 for any that is free
     * @param options the time limit to connect is not used
     * @param maxConnections at a time; one more is closed at once
     * @param connections is given each connection as a {@link Connector} whose {@code connect} works once and must be called before this returns, on
     *     the event loop: make a {@link LinkClient} of it with {@link ReconnectPolicy#NEVER}
     * @throws java.io.UncheckedIOException if the address cannot be bound; the message names it
     */
    public TcpAcceptor(
            InetSocketAddress address, TcpOptions options, int maxConnections, Consumer<Connector> connections) {
        this.links = new ApplicationLinks(options);
        this.options = options;
        this.connections = connections;
        this.socket = new ListeningSocket(
                EventLoops.shared(),
                new Binding.Tcp(address),
                maxConnections,
                this::accept,
                channel -> peers.warn(
                        "{} was turned away{}: expected ≤ {} connections", PeerNames.of(channel), maxConnections));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.address();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        socket.close();
    }

    private void accept(Channel channel) {
        if (options.tls() != null) {
            channel.pipeline().addLast(Tls.server(options.tls()));
        }
        Accepted accepted = new Accepted(channel);
        try {
            connections.accept(accepted);
        } catch (RuntimeException e) {
            LOG.error("the connection from {} could not be handled", accepted.target(), e);
        }
        if (accepted.taken.compareAndSet(false, true)) {
            peers.warn("a connection from {} was closed{}: {}", accepted.target(), "nobody took it");
            channel.close();
        }
    }

    /** A connection that is there already. */
    private final class Accepted implements Connector {
        private final Channel channel;
        private final AtomicBoolean taken = new AtomicBoolean();

        Accepted(Channel channel) {
            this.channel = channel;
        }

        @Override
        public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
            return taken.compareAndSet(false, true)
                    ? CompletableFuture.completedFuture(links.open(channel, listener))
                    : CompletableFuture.failedFuture(
                            new IOException("the connection from " + target() + " was taken before"));
        }

        @Override
        public String target() {
            return PeerNames.of(channel);
        }
    }
}
