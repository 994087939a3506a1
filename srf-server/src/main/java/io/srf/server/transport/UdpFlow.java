// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Datagrams from one socket to one peer. */
record UdpFlow(UdpTransport socket, InetSocketAddress remote) implements Flow {
    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return socket.localTowards(remote);
    }

    @Override
    public long backlogNanos() {
        return socket.backlogNanos();
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> onFailure) {
        socket.send(message, remote, onFailure);
    }

    @Override
    public String toString() {
        return "udp " + Hosts.withPort(socket.listenPoint().address()) + " to " + Hosts.withPort(remote);
    }
}
