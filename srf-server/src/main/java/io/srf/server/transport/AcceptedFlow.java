// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** The way to a peer by the connection that it opened; it ends with the connection. */
record AcceptedFlow(TcpConnection connection, InetSocketAddress local) implements Flow {
    @Override
    public Protocol protocol() {
        return connection.peer().protocol();
    }

    @Override
    public InetSocketAddress remote() {
        return connection.peer().address();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public boolean endsWithConnection() {
        return true;
    }

    @Override
    public long serial() {
        return connection.serial();
    }

    @Override
    public void hold() {
        connection.hold(1);
    }

    @Override
    public void release() {
        connection.hold(-1);
    }

    @Override
    public void hangUp(Duration after) {
        connection.hangUp(after);
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> onFailure) {
        connection.send(message, onFailure);
    }

    @Override
    public String toString() {
        return protocol().lower() + ' ' + Hosts.withPort(local) + " from " + Hosts.withPort(remote());
    }
}
