// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Opens connections to one place.
 *
 * @param connectMillis for each of its addresses, which are tried one after the other, and again for the handshake of TLS
 */
record Dialer(Destination destination, int connectMillis) {
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
                connect(destination.addresses(), 0, opened, result);
            } catch (UnknownHostException | RuntimeException e) {
                result.completeExceptionally(failed(e));
            }
        });
        return result;
    }

    private <T> void connect(
            List<SocketAddress> addresses, int index, Function<Channel, T> opened, CompletableFuture<T> result) {
        destination
                .bootstrap()
                .group(EventLoops.shared())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.AUTO_READ, false) // the peer may speak before the handlers are there
                .handler(new ChannelInboundHandlerAdapter())
                .connect(addresses.get(index))
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        open(connected.channel(), opened, result);
                    } else if (index + 1 < addresses.size()) {
                        connect(addresses, index + 1, opened, result);
                    } else {
                        result.completeExceptionally(failed(connected.cause()));
                    }
                });
    }

    private <T> void open(Channel channel, Function<Channel, T> opened, CompletableFuture<T> result) {
        SslHandler handler = destination.tls();
        if (handler == null) {
            complete(channel, opened, result);
            return;
        }
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
        return new IOException("cannot connect to " + destination + ": " + cause, cause);
    }

    /** Ignores errors of the handshake, which its future tells of. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }
}
