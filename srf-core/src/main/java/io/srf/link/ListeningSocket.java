// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A socket that accepts connections, up to a number at a time; those beyond are closed at once. */
final class ListeningSocket implements AutoCloseable {
    private static final int CLOSE_MILLIS = 1_000;

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger open = new AtomicInteger();
    private final int maxConnections;
    private final Consumer<Channel> accepted;
    private final Consumer<Channel> turnedAway;
    private final Binding binding;
    private final Channel socket;

    /**
     * Begins to listen.
     *
     * @param loops the threads of the connections
     * @param accepted called on the connection's event loop before anything is read
     * @param turnedAway called likewise for one connection too many, which is then closed
     * @throws UncheckedIOException if the address cannot be bound; the message names it
     */
    ListeningSocket(
            EventLoopGroup loops,
            Binding binding,
            int maxConnections,
            Consumer<Channel> accepted,
            Consumer<Channel> turnedAway) {
        this.binding = binding;
        this.maxConnections = maxConnections;
        this.accepted = accepted;
        this.turnedAway = turnedAway;
        try {
            socket = binding.bind(new ServerBootstrap().group(loops).childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    take(channel);
                }
            }));
        } catch (IOException e) {
            String problem = e instanceof BindException ? e.getMessage() : e.toString();
            throw new UncheckedIOException("cannot listen on " + PeerNames.of(binding.wanted()) + ": " + problem, e);
        }
    }

    private boolean take(Channel channel) {
        return take(channel, accepted);
    }

    /** Treats a channel as one that came in: counts it and hands it on, or turns it away and answers false. */
    boolean take(Channel channel, Consumer<Channel> taken) {
        if (open.incrementAndGet() > maxConnections) {
            open.decrementAndGet();
            turnedAway.accept(channel);
            channel.close();
            return false;
        }
        connections.add(channel);
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        taken.accept(channel);
        return true;
    }

    /** Where it listens, with the port that was chosen where 0 was asked for. */
    SocketAddress address() {
        return binding.address(socket);
    }

    /** The number of connections that are open. */
    int open() {
        return open.get();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        binding.release();
        ChannelFuture closed = socket.close();
        connections.close();
        if (!socket.eventLoop().inEventLoop()) {
            closed.awaitUninterruptibly(CLOSE_MILLIS);
        }
    }
}
