// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The connections of a network, whatever goes over them, found by their peer. Any thread may use it. */
final class TcpConnections {
    private static final long DRAIN_MILLIS = 1_000;
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final NetworkContext context;
    private final Map<Peer, TcpConnection> byPeer = new ConcurrentHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Census accepted;
    private final Census dialed;
    private final ByteBudget partials;
    private final @Nullable TlsHandshakes tls;
    private final AtomicLong serials = new AtomicLong(new SecureRandom().nextLong());
    private volatile boolean closing;

    /** @param tls null if there is none */
    TcpConnections(NetworkContext context, @Nullable TlsHandshakes tls) {
        ConnectionLimits limits = context.options().connections();
        this.context = context;
        this.tls = tls;
        this.accepted = new Census(limits.maxConnections(), limits.maxPerAddress());
        this.dialed = new Census(limits.maxConnections(), limits.maxPerAddress());
        this.partials = new ByteBudget(limits.maxPartialBytes());
    }

    NetworkContext context() {
        return context;
    }

    /** A number for a new connection, which hardly any of another process has had. */
    long nextSerial() {
        return serials.incrementAndGet();
    }

    /** What incomplete messages hold on all connections together. */
    ByteBudget partials() {
        return partials;
    }

    /** The number of connections, open or opening. */
    int count() {
        return accepted.total() + dialed.total();
    }

    /** TLS for a connection of this protocol; null if it has none. */
    @Nullable TlsHandshakes tlsOf(Protocol protocol) {
        return protocol.isSecure() ? Objects.requireNonNull(tls, "TLS without contexts") : null;
    }

    /** The connection to this peer; a WebSocket is found by its address, whatever it is said to be. */
    @Nullable TcpConnection find(Peer peer) {
        TcpConnection exact = byPeer.get(peer);
        if (exact != null || !peer.host().isEmpty()) {
            return exact;
        }
        TcpConnection secure = byPeer.get(Peer.at(Protocol.WSS, peer.address()));
        return secure != null || peer.protocol().isSecure() ? secure : byPeer.get(Peer.at(Protocol.WS, peer.address()));
    }

    /** The connection to this flow's peer; a new one if there is none. */
    TcpConnection findOrMake(DialedFlow flow) {
        TcpConnection known = byPeer.get(flow.peer());
        return known != null
                ? known
                : byPeer.computeIfAbsent(flow.peer(), peer -> {
                    EventLoop loop = context.loops().nextLoop();
                    return new TcpConnection(this, loop, peer, connection -> flow);
                });
    }

    /** Takes a connection that a peer opened, or closes it if there are too many. */
    void accept(ListenAddress listen, SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        InetSocketAddress bound = channel.localAddress();
        if (remote == null || bound == null || !context.inbox().admits(remote)) {
            channel.close();
            return;
        }
        InetSocketAddress local = context.localTowards(remote, listen, bound);
        TcpConnection connection = new TcpConnection(
                this,
                channel.eventLoop(),
                Peer.at(listen.protocol(), remote),
                accepted -> new AcceptedFlow(accepted, local));
        NetworkCounter refused = enter(connection);
        if (refused == null) {
            connection.attach(channel);
            registered(channel);
        } else {
            context.log().warn(refused, remote, tooMany(refused));
            channel.close();
        }
    }

    /** Counts a connection that is about to open; says what to count if there are too many, or none are to open any more. */
    @Nullable NetworkCounter enter(TcpConnection connection) {
        if (closing || !census(connection).enter(address(connection))) {
            return NetworkCounter.CONNECTIONS_REFUSED;
        }
        TlsHandshakes handshakes = tlsOf(connection.peer().protocol());
        if (handshakes != null && !handshakes.enter(address(connection))) {
            leave(connection);
            return NetworkCounter.HANDSHAKES_REFUSED;
        }
        return null;
    }

    /** What was refused by {@link #enter}. */
    static String tooMany(NetworkCounter refused) {
        return refused == NetworkCounter.HANDSHAKES_REFUSED ? "too many TLS handshakes" : "too many connections";
    }

    /** Undoes {@link #enter}, but for the handshake, which ends before. */
    void leave(TcpConnection connection) {
        census(connection).leave(address(connection));
    }

    /** Lets a channel be closed with the others: at once, if that has happened. */
    void registered(Channel channel) {
        channels.add(channel);
    }

    /** Lets a connection be found. */
    void opened(TcpConnection connection) {
        byPeer.put(connection.peer(), connection);
        context.log()
                .count(
                        connection.isAccepted()
                                ? NetworkCounter.CONNECTIONS_ACCEPTED
                                : NetworkCounter.CONNECTIONS_OPENED);
    }

    /** Lets a connection not be found any more. */
    void forget(TcpConnection connection) {
        byPeer.remove(connection.peer(), connection);
    }

    /**
     * Closes all connections after what was sent on them, and lets no more open; waits for that, but not for peers
     * that do not read.
     */
    void close() {
        closing = true;
        for (Channel channel : channels) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        channels.newCloseFuture().awaitUninterruptibly(DRAIN_MILLIS);
        channels.close().awaitUninterruptibly(CLOSE_TIMEOUT_MILLIS);
        if (tls != null) {
            tls.close();
        }
    }

    private Census census(TcpConnection connection) {
        return connection.isAccepted() ? accepted : dialed;
    }

    private static InetAddress address(TcpConnection connection) {
        return connection.peer().address().getAddress();
    }
}
