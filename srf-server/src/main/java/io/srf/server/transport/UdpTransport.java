// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port: a socket on each event loop, over which the operating system spreads the peers (SO_REUSEPORT), or one alone where it cannot.
 *
 * <p>The loops read; any thread sends, straight into the operating system's buffer, a loop by its own socket. So there is no queue: a datagram
 * that finds the buffer full is dropped, as the network itself would do. The sockets are not connected to any peer, so
 * ICMP errors are not seen: {@code onFailure} hears only what the operating system says at once, and a peer that is
 * gone shows by its silence.
 */
final class UdpTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(NettyNetwork.class);
    /** Best effort: the operating system may give less. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private static final int SEND_BUFFER_BYTES = 1 << 20;
    /** A power of two. */
    private static final int RECENT_FLOWS = 256;

    private final ListenAddress listen;
    private final NetworkContext context;
    private final Network.ListenPoint listenPoint;
    private final List<UdpSocket> sockets;
    /** Flows of late, by the hash of their peer: transactions keep flows for long, and most peers come again. Threads may overwrite each other's. */
    private final @Nullable UdpFlow[] flows = new UdpFlow[RECENT_FLOWS];

    private UdpTransport(ListenAddress listen, List<DatagramChannel> channels, NetworkContext context)
            throws IOException {
        this.listen = listen;
        this.context = context;
        this.listenPoint = context.listenPoint(
                listen, (InetSocketAddress) channels.getFirst().getLocalAddress());
        this.sockets = channels.stream()
                .map(channel -> new UdpSocket(this, channel, context))
                .toList();
    }

    static UdpTransport bind(ListenAddress listen, NetworkContext context) throws IOException {
        List<DatagramChannel> channels = new ArrayList<>();
        try {
            bind(listen.address(), context.loops().count(), channels);
            return new UdpTransport(listen, channels, context);
        } catch (IOException | RuntimeException e) {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
            throw e;
        }
    }

    /** Binds up to so many sockets to one port, which nobody else may have. */
    private static void bind(InetSocketAddress address, int count, List<DatagramChannel> bound) throws IOException {
        DatagramChannel first = add(address, bound);
        if (count == 1 || !first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            first.bind(address);
            return;
        }
        requireFree(address);
        first.setOption(StandardSocketOptions.SO_REUSEPORT, true).bind(address);
        while (bound.size() < count) {
            add(address, bound)
                    .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                    .bind(new InetSocketAddress(
                            address.getAddress(), ((InetSocketAddress) first.getLocalAddress()).getPort()));
        }
    }

    /** Sockets that share a port would share it with those of another process too. */
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (DatagramChannel alone = SocketFamily.datagrams(address)) {
            alone.bind(address);
        }
    }

    private static DatagramChannel add(InetSocketAddress address, List<DatagramChannel> channels) throws IOException {
        DatagramChannel channel = SocketFamily.datagrams(address);
        channels.add(channel);
        channel.configureBlocking(false);
        enlarge(channel, StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        enlarge(channel, StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        return channel;
    }

    private static void enlarge(DatagramChannel channel, SocketOption<Integer> option, int bytes) throws IOException {
        channel.setOption(option, bytes);
        int given = channel.getOption(option);
        if (given < bytes) {
            LOG.info(
                    "{} of UDP sockets is {} bytes, {} were asked for: bursts may be lost (net.core.rmem_max and"
                            + " net.core.wmem_max bound it on Linux)",
                    option.name(),
                    given,
                    bytes);
        }
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
        sockets.forEach(UdpSocket::start);
    }

    @Override
    public Flow flowTo(InetSocketAddress peer, String host) {
        return flowTo(peer);
    }

    UdpFlow flowTo(InetSocketAddress peer) {
        int slot = peer.hashCode() & (RECENT_FLOWS - 1);
        UdpFlow flow = flows[slot];
        if (flow == null || !flow.remote().equals(peer)) {
            flow = new UdpFlow(this, peer);
            flows[slot] = flow;
        }
        return flow;
    }

    /** For how long datagrams have been waiting to be read. */
    long backlogNanos() {
        long most = 0;
        for (UdpSocket socket : sockets) {
            most = Math.max(most, socket.backlogNanos());
        }
        return most;
    }

    InetSocketAddress localTowards(InetSocketAddress peer) {
        return context.localTowards(peer, listen, listenPoint.address());
    }

    void send(byte[] message, InetSocketAddress peer, Consumer<Throwable> onFailure) {
        ownSocket().send(message, peer, onFailure);
    }

    /** That of the loop that calls, or else any. */
    private UdpSocket ownSocket() {
        for (UdpSocket socket : sockets) {
            if (socket.isOfThisThread()) {
                return socket;
            }
        }
        return sockets.getFirst();
    }

    @Override
    public void close() {
        sockets.forEach(UdpSocket::close);
    }
}
