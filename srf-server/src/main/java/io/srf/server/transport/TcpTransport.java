// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A TCP socket that listens, and connections from its address to peers; for every protocol that goes over TCP. */
final class TcpTransport implements Transport {
    /** Connections that the operating system completes before the engine takes them. */
    private static final int BACKLOG = 1_024;

    private final ListenAddress listen;
    private final TcpConnections connections;
    private final Channel listening;
    private final Network.ListenPoint listenPoint;

    private TcpTransport(ListenAddress listen, TcpConnections connections, Channel listening) {
        this.listen = listen;
        this.connections = connections;
        this.listening = listening;
        this.listenPoint = connections.context().listenPoint(listen, (InetSocketAddress) listening.localAddress());
    }

    static TcpTransport bind(ListenAddress listen, TcpConnections connections) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(connections.context().loops().group())
                .channelFactory(SocketFamily.listening(listen.address()))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.accept(listen, channel);
                    }
                })
                .bind(listen.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return new TcpTransport(listen, connections, bound.channel());
    }

    @Override
    public Network.ListenPoint listenPoint() {
        return listenPoint;
    }

    @Override
    public ListenAddress listen() {
        return listen;
    }

    @Override
    public void start() {
        listening.config().setAutoRead(true);
    }

    @Override
    public Flow flowTo(InetSocketAddress address, String host) {
        Peer peer = Peer.named(listenPoint.protocol(), address, host);
        TcpConnection open = connections.find(peer);
        if (open != null) {
            return open.flow();
        }
        if (peer.protocol().isWebSocket()) {
            throw new IllegalArgumentException(
                    "no WebSocket of " + Hosts.withPort(address) + ", expected one that it has opened");
        }
        return new DialedFlow(this, peer);
    }

    InetSocketAddress localTowards(InetSocketAddress peer) {
        return connections.context().localTowards(peer, listen, listenPoint.address());
    }

    TcpConnections connections() {
        return connections;
    }

    @Override
    public void close() {
        listening.close();
    }
}
