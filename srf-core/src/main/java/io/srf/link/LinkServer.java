// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.ImmediateExecutor;
import io.srf.sip.Ids;
import io.srf.sip.SipLimits;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import io.srf.wire.WireException;
import io.srf.wire.WireException.Damage;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine's admin port: applications connect to it by TCP, TLS or a UNIX domain socket, and each connection becomes a link.
 *
 * <p>Messages are handed on by the connection's event loop. Whether an application has authenticated is the engine's to check.
 */
public final class LinkServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);
    private static final int DIAL_MILLIS = 5_000;

    private final LinkAcceptor<ClientMessage, ServerMessage> engine;
    private final PeerLimits limits;
    private final @Nullable SSLContext tls;
    private final Executor arithmetic;
    private final WireCodec<ClientMessage, ServerMessage> codec = WireCodec.ofEngine(SipLimits.DEFAULT);
    private final PeerLog peers = new PeerLog(LOG);
    private final ListeningSocket socket;

    private final LongAdder accepted = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder tooSlow = new LongAdder();
    private final LongAdder notReading = new LongAdder();

    /**
     * Where applications connect to.
     *
     * @param address port 0 for any that is free; a {@link java.net.UnixDomainSocketAddress} for the file of a socket, which is deleted when the server is
     *     closed
     * @param group whose users may connect to such a file, beside its owner; null for nobody else
     */
    public record Place(SocketAddress address, @Nullable String group) {}

    /**
     * Who does the work of the links. Neither is closed by the server.
     *
     * @param loops have the connections
     * @param arithmetic computes the handshakes of TLS, for which the loops then need not wait
     */
    public record Threads(EventLoopGroup loops, Executor arithmetic) {
        /** Those that all links of the process share, which compute handshakes too. */
        public static Threads shared() {
            return new Threads(EventLoops.shared(), ImmediateExecutor.INSTANCE);
        }
    }

    /**
     * Begins to listen, for nobody but the owner where the address is a file.
     *
     * @param address as that of a {@link Place}
     * @param engine is given each link; called on the connection's event loop
     * @param tls null for none
     * @throws IllegalArgumentException if an address is of another kind, or a path too long
     * @throws java.io.UncheckedIOException if the address cannot be bound; the message names it
     */
    public LinkServer(
            SocketAddress address,
            LinkAcceptor<ClientMessage, ServerMessage> engine,
            PeerLimits limits,
            @Nullable SSLContext tls) {
        this(new Place(address, null), engine, limits, tls, Threads.shared());
    }

    /**
     * Begins to listen, with the connections on these threads: an engine's own, so that what applications say need not change threads.
     *
     * <p>Else as the other.
     */
    public LinkServer(
            Place place,
            LinkAcceptor<ClientMessage, ServerMessage> engine,
            PeerLimits limits,
            @Nullable SSLContext tls,
            Threads threads) {
        this.engine = engine;
        this.limits = limits;
        this.tls = tls;
        this.arithmetic = threads.arithmetic();
        this.socket = new ListeningSocket(
                threads.loops(),
                Binding.of(place.address(), place.group()),
                limits.maxConnections(),
                this::accept,
                this::turnAway);
    }

    /** Where it listens, with the port that was chosen where 0 was asked for. */
    public SocketAddress address() {
        return socket.address();
    }

    /**
     * Connects by TCP to an application that listens. The connection is then treated as one that came in: the application authenticates first.
     *
     * @param tlsOut null for plain TCP
     * @param takes is given the link; called on the connection's event loop
     * @return completes when {@code takes} has the link, or fails with an {@link IOException} that names the place
     */
    public CompletableFuture<Void> dial(
            String host, int port, @Nullable SSLContext tlsOut, LinkAcceptor<ClientMessage, ServerMessage> takes) {
        return new Dialer(new Destination.Port(host, port, tlsOut), DIAL_MILLIS)
                .dial(channel -> socket.take(channel, taken -> open(taken, takes)))
                .thenAccept(taken -> {
                    if (!taken) {
                        throw new CompletionException(new IOException("not connected to " + PeerNames.of(host, port)
                                + ", expected ≤ " + limits.maxConnections() + " connections"));
                    }
                });
    }

    /** The same by plain TCP, for a link like those that come in. */
    public CompletableFuture<Void> dial(String host, int port) {
        return dial(host, port, null, engine);
    }

    /** What has happened so far. */
    public LinkStats stats() {
        return new LinkStats(
                socket.open(),
                accepted.sum(),
                turnedAway.sum(),
                received.sum(),
                malformed.sum(),
                tooSlow.sum(),
                notReading.sum());
    }

    /** Stops listening and closes all links. */
    @Override
    public void close() {
        socket.close();
    }

    private void accept(Channel channel) {
        if (tls != null) {
            channel.pipeline().addLast(Tls.server(tls, arithmetic));
        }
        open(channel, engine);
    }

    private void open(Channel channel, LinkAcceptor<ClientMessage, ServerMessage> takes) {
        accepted.increment();
        ChannelLink<ClientMessage, ServerMessage> link = new ChannelLink<>(
                channel, codec, new FramePacing(FrameLimits.NONE), limits.maxOutboundBytes(), this::refuse);
        link.listener(new Watched(link.peer(), takes.accept(link)));
        FrameDecoder frames = new FrameDecoder(limits.maxFrame());
        channel.pipeline()
                .addLast(frames, new SlowPeerGuard(frames, limits.firstMessageMillis(), limits.frameMillis()), link);
    }

    private void turnAway(Channel channel) {
        turnedAway.increment();
        peers.warn("{} was turned away{}: expected ≤ {} connections", PeerNames.of(channel), limits.maxConnections());
    }

    /** Answers what could not be read: NOK if only the SIP message is bad, else NO and the end. */
    private void refuse(Link<ServerMessage> link, WireException problem) {
        malformed.increment();
        boolean isFormat = problem.damage() == Damage.FORMAT;
        String text = (isFormat ? "Invalid message format: " : "") + problem.getMessage();
        peers.warn("a message from {} was refused{}: {}", link.peer(), text);
        boolean fatal = problem.damage() != Damage.SIP;
        if (problem.messageId() != null) {
            link.send(new Reply.Refused(Ids.next(), problem.messageId(), fatal, text));
        }
        if (fatal) {
            link.close();
        }
    }

    private void lost(String peer, Throwable cause) {
        if (cause instanceof WireException) {
            malformed.increment();
        } else if (cause instanceof LinkException failure) {
            (failure.reason() == LinkException.Reason.OVERLOADED ? notReading : tooSlow).increment();
        }
        peers.warn("the link to {} was lost{}: {}", peer, cause.toString());
    }

    /** The engine's listener, with an eye on what is to be counted. */
    private final class Watched implements LinkListener<ClientMessage> {
        private final String peer;
        private final LinkListener<ClientMessage> listener;

        Watched(String peer, LinkListener<ClientMessage> listener) {
            this.peer = peer;
            this.listener = listener;
        }

        @Override
        public void received(ClientMessage message) {
            received.increment();
            listener.received(message);
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            if (cause != null) {
                lost(peer, cause);
            }
            listener.closed(cause);
        }
    }
}
