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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The TCP connections of a network, found by the peer's address. Any thread may use it. */
final class TcpConnections {
    private static final long DRAIN_MILLIS = 1_000;
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final NetworkContext context;
    private final Map<InetSocketAddress, TcpConnection> byRemote = new ConcurrentHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Census accepted;
    private final Census dialed;
    private final ByteBudget partials;
    private volatile boolean closing;

    TcpConnections(NetworkContext context) {
        ConnectionLimits limits = context.options().connections();
        this.context = context;
        this.accepted = new Census(limits);
        this.dialed = new Census(limits);
        this.partials = new ByteBudget(limits.maxPartialBytes());
    }

    NetworkContext context() {
        return context;
    }

    /** What incomplete messages hold on all connections together. */
    ByteBudget partials() {
        return partials;
    }

    /** The number of connections, open or opening. */
    int count() {
        return accepted.total() + dialed.total();
    }

    @Nullable TcpConnection find(InetSocketAddress remote) {
        return byRemote.get(remote);
    }

    /** The connection to this flow's peer; a new one if there is none. */
    TcpConnection findOrMake(DialedFlow flow) {
        TcpConnection known = byRemote.get(flow.remote());
        return known != null
                ? known
                : byRemote.computeIfAbsent(flow.remote(), remote -> {
                    EventLoop loop = context.loops().nextLoop();
                    return new TcpConnection(this, loop, remote, connection -> flow);
                });
    }

    /** Takes a connection that a peer opened, or closes it if there are too many. */
    void accept(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        InetSocketAddress bound = channel.localAddress();
        if (remote == null || bound == null) {
            channel.close();
            return;
        }
        InetSocketAddress local = context.localTowards(remote, bound);
        TcpConnection connection = new TcpConnection(
                this, channel.eventLoop(), remote, accepted -> new AcceptedFlow(accepted, local, remote));
        if (enter(connection)) {
            connection.attach(channel);
            registered(channel);
        } else {
            context.log().warn(NetworkCounter.CONNECTIONS_REFUSED, remote, "too many connections");
            channel.close();
        }
    }

    /** Counts a connection that is about to open; false if there are too many, or none are to open any more. */
    boolean enter(TcpConnection connection) {
        return !closing && census(connection).enter(peer(connection));
    }

    /** Undoes {@link #enter}. */
    void leave(TcpConnection connection) {
        census(connection).leave(peer(connection));
    }

    /** Lets a channel be closed with the others: at once, if that has happened. */
    void registered(Channel channel) {
        channels.add(channel);
    }

    /** Lets a connection be found. */
    void opened(TcpConnection connection) {
        byRemote.put(connection.remote(), connection);
        context.log()
                .count(
                        connection.isAccepted()
                                ? NetworkCounter.CONNECTIONS_ACCEPTED
                                : NetworkCounter.CONNECTIONS_OPENED);
    }

    /** Lets a connection not be found any more. */
    void forget(TcpConnection connection) {
        byRemote.remove(connection.remote(), connection);
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
    }

    private Census census(TcpConnection connection) {
        return connection.isAccepted() ? accepted : dialed;
    }

    private static InetAddress peer(TcpConnection connection) {
        return connection.remote().getAddress();
    }
}
