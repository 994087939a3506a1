// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open sockets of a network: one for each listen address, and the connections. */
final class Sockets {
    private final NetworkContext context;
    private final TcpConnections connections;
    private final List<Transport> transports = new ArrayList<>();
    private List<Network.ListenPoint> listenPoints = List.of();

    Sockets(NetworkContext context, @Nullable TlsHandshakes tls) {
        this.context = context;
        this.connections = new TcpConnections(context, tls);
    }

    /** Takes an address; what comes there waits for {@link #start}. */
    void bind(ListenAddress listen) {
        try {
            transports.add(
                    switch (listen.protocol()) {
                        case UDP -> UdpTransport.bind(listen, context);
                        case TCP, TLS, WS, WSS -> TcpTransport.bind(listen, connections);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + listen + ": " + e.getMessage(), e);
        }
        listenPoints = transports.stream().map(Transport::listenPoint).toList();
    }

    /** Begins to receive; nothing is bound afterwards. */
    void start() {
        transports.forEach(Transport::start);
    }

    /** What is listened on; asked for with every request that is sent. */
    List<Network.ListenPoint> listenPoints() {
        return listenPoints;
    }

    Flow flowTo(Protocol protocol, InetSocketAddress peer, String host) {
        if (peer.isUnresolved()) {
            throw new IllegalArgumentException("the peer's address is not resolved: " + peer);
        }
        Transport best = null;
        int most = -1;
        for (Transport transport : transports) {
            int fitness = transport.listen().protocol() == protocol ? transport.fitness(peer.getAddress()) : -1;
            if (fitness > most) {
                best = transport;
                most = fitness;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(
                    "nothing listens with " + protocol + ", expected one of the listen addresses to");
        }
        return best.flowTo(peer, host);
    }

    TcpConnections connections() {
        return connections;
    }

    void close() {
        transports.forEach(Transport::close);
        connections.close();
    }
}
