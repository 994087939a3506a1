// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/** What a {@link ListeningSocket} does in its own way for each kind of address. */
sealed interface Binding permits Binding.Tcp, SocketFile {
    /** The address that was asked for. */
    SocketAddress wanted();

    /** Begins to listen. */
    Channel bind(ServerBootstrap bootstrap) throws IOException;

    /** Lets go of the address; the channel is closed after that. */
    void release();

    /** Where this channel of it listens. */
    SocketAddress address(Channel channel);

    /**
     * How links are waited for at an address.
     *
     * @param group whose users may connect to the file of a socket, beside its owner; null for nobody else
     * @throws IllegalArgumentException if they cannot be waited for at such an address
     */
    static Binding of(SocketAddress address, @Nullable String group) {
        return switch (address) {
            case InetSocketAddress inet -> new Tcp(inet);
            case UnixDomainSocketAddress unix -> new SocketFile(unix.getPath(), group);
            default ->
                throw new IllegalArgumentException("expected an IP address or the file of a socket, found " + address);
        };
    }

    /** Waits for it, and throws what went wrong. */
    static Channel await(ChannelFuture bound) throws IOException {
        if (bound.awaitUninterruptibly().isSuccess()) {
            return bound.channel();
        }
        throw bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
    }

    /** An IP address and a port. */
    record Tcp(InetSocketAddress wanted) implements Binding {
        @Override
        public Channel bind(ServerBootstrap bootstrap) throws IOException {
            return await(bootstrap
                    .channelFactory(() -> new NioServerSocketChannel(SelectorProvider.provider(), family()))
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .bind(wanted));
        }

        /** For {@code 0.0.0.0} that of IPv4 alone. */
        private SocketProtocolFamily family() {
            return wanted.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        }

        @Override
        public void release() {}

        @Override
        public SocketAddress address(Channel channel) {
            return channel.localAddress();
        }
    }
}
