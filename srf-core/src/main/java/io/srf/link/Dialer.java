// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one place.
 *
 * @param host a name, which is looked up anew for each connection, or an address
 * @param connectMillis for each of the host's addresses, which are tried one after the other
 * @param tls null for none
 */
record Dialer(
        String host, int port, int connectMillis, @Nullable SSLContext tls) {
    private static final int MAX_PORT = 65_535;

    Dialer {
        if (host.isEmpty() || port < 1 || port > MAX_PORT || connectMillis < 1) {
            throw new IllegalArgumentException("expected a host, a port from 1 to " + MAX_PORT
                    + " and a positive timeout, found \"" + host + "\", " + port + ", " + connectMillis);
        }
    }

    String target() {
        return (tls == null ? "" : "tls://") + PeerNames.of(host, port);
    }

    /**
     * Opens a connection.
     *
     * @param opened called on the channel's event loop before anything is read
     * @return fails with an {@link IOException} that names the place
     */
    <T> CompletableFuture<T> dial(Function<Channel, T> opened) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().name("srf-resolve").start(() -> {
            try {
                connect(InetAddress.getAllByName(host), 0, opened, result);
            } catch (UnknownHostException | RuntimeException e) {
                result.completeExceptionally(failed(e));
            }
        });
        return result;
    }

    private <T> void connect(
            InetAddress[] addresses, int index, Function<Channel, T> opened, CompletableFuture<T> result) {
        new Bootstrap()
                .group(EventLoops.shared())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.AUTO_READ, false) // the peer may speak before the handlers are there
                .handler(new ChannelInboundHandlerAdapter())
                .connect(addresses[index], port)
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        open(connected.channel(), opened, result);
                    } else if (index + 1 < addresses.length) {
                        connect(addresses, index + 1, opened, result);
                    } else {
                        result.completeExceptionally(failed(connected.cause()));
                    }
                });
    }

    private <T> void open(Channel channel, Function<Channel, T> opened, CompletableFuture<T> result) {
        if (tls == null) {
            complete(channel, opened, result);
            return;
        }
        SslHandler handler = Tls.client(tls, host, port);
        handler.setHandshakeTimeoutMillis(connectMillis);
        Quiet quiet = new Quiet();
        channel.pipeline().addLast(handler, quiet);
        channel.config().setAutoRead(true);
        handler.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                channel.pipeline().remove(quiet);
                complete(channel, opened, result);
            } else {
                channel.close();
                result.completeExceptionally(failed(shaken.cause()));
            }
        });
    }

    private <T> void complete(Channel channel, Function<Channel, T> opened, CompletableFuture<T> result) {
        try {
            T made = opened.apply(channel);
            channel.config().setAutoRead(true);
            result.complete(made);
        } catch (RuntimeException e) {
            channel.close();
            result.completeExceptionally(failed(e));
        }
    }

    private IOException failed(Throwable cause) {
        return new IOException("cannot connect to " + target() + ": " + cause, cause);
    }

    /** Ignores errors of the handshake, which its future tells of. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }
}
