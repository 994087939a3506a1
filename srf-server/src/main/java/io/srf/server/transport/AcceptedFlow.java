// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The way to a peer by the connection that it opened; it ends with the connection. */
record AcceptedFlow(TcpConnection connection, InetSocketAddress local, InetSocketAddress remote) implements Flow {
    @Override
    public Protocol protocol() {
        return Protocol.TCP;
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> onFailure) {
        connection.send(message, onFailure);
    }

    @Override
    public String toString() {
        return "tcp " + local + " from " + remote;
    }
}
