// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Sockets of the family of the address that they are bound to. {@code 0.0.0.0} is then IPv4 alone, and leaves the port to IPv6 addresses;
 * {@code [::]} is both, where the operating system has it so.
 */
final class SocketFamily {
    private SocketFamily() {}

    private static StandardProtocolFamily of(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    /** A datagram socket that can be bound there. */
    static DatagramChannel datagrams(InetSocketAddress address) throws IOException {
        try {
            return DatagramChannel.open(of(address));
        } catch (UnsupportedOperationException e) {
            throw new IOException("there is no IPv6 here", e);
        }
    }

    /** Makes sockets that can listen there. */
    static ChannelFactory<ServerChannel> listening(InetSocketAddress address) {
        SocketProtocolFamily family = SocketProtocolFamily.of(of(address));
        return () -> new NioServerSocketChannel(SelectorProvider.provider(), family);
    }
}
