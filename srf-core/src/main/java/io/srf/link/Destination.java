// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where a {@link Dialer} leads to; as text it is for people. */
sealed interface Destination {
    /** All its addresses now, to be tried one after the other. May block. */
    List<SocketAddress> addresses() throws UnknownHostException;

    /** Makes connections of its kind. */
    Bootstrap bootstrap();

    /** What encrypts a connection; null for nothing. */
    @Nullable SslHandler tls();

    /**
     * A TCP port.
     *
     * @param host a name, which is looked up anew for each connection, or an address
     * @param context null for plain TCP
     */
    record Port(String host, int port, @Nullable SSLContext context) implements Destination {
        private static final int MAX_PORT = 65_535;

        public Port {
            if (host.isEmpty() || port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException(
                        "expected a host and a port from 1 to " + MAX_PORT + ", found \"" + host + "\", " + port);
            }
        }

        @Override
        public List<SocketAddress> addresses() throws UnknownHostException {
            return Stream.of(InetAddress.getAllByName(host))
                    .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                    .toList();
        }

        @Override
        public Bootstrap bootstrap() {
            return new Bootstrap()
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true);
        }

        @Override
        public @Nullable SslHandler tls() {
            return context == null ? null : Tls.client(context, host, port);
        }

        @Override
        public String toString() {
            return (context == null ? "" : "tls://") + PeerNames.of(host, port);
        }
    }

    /** The file of a UNIX domain socket. */
    record Socket(UnixDomainSocketAddress address) implements Destination {
        Socket(Path file) {
            this(SocketFile.address(file));
        }

        @Override
        public List<SocketAddress> addresses() {
            return List.of(address);
        }

        @Override
        public Bootstrap bootstrap() {
            return new Bootstrap().channel(NioDomainSocketChannel.class).attr(PeerNames.NAME, toString());
        }

        @Override
        public @Nullable SslHandler tls() {
            return null;
        }

        @Override
        public String toString() {
            return PeerNames.of(address);
        }
    }
}
