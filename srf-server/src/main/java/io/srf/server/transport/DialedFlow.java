// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way to a peer that the engine connects to, whenever there is something to send and no connection. */
record DialedFlow(TcpTransport transport, Peer peer) implements Flow {
    @Override
    public Protocol protocol() {
        return peer.protocol();
    }

    @Override
    public InetSocketAddress local() {
        return transport.localTowards(remote());
    }

    @Override
    public InetSocketAddress remote() {
        return peer.address();
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> onFailure) {
        transport.connections().findOrMake(this).send(message, onFailure);
    }

    /** The address to connect from, or null for any. */
    @Nullable InetSocketAddress source() {
        InetAddress bound = transport.listenPoint().address().getAddress();
        return bound.isAnyLocalAddress() ? null : new InetSocketAddress(bound, 0);
    }

    @Override
    public String toString() {
        return protocol().lower() + ' ' + Hosts.withPort(transport.listenPoint().address()) + " to "
                + Hosts.withPort(remote());
    }
}
