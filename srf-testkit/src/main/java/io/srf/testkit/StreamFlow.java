// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to a peer over connections: one that this side opens with the first message, and again when it has closed; or the one
 * that the peer opened, and that ends for good.
 */
final class StreamFlow implements Flow {
    private final StreamPort port;
    private final InetSocketAddress remote;
    /** 0 if this side connects. */
    private final long serial;

    private @Nullable StreamEnd end;

    private StreamFlow(StreamPort port, InetSocketAddress remote, long serial) {
        this.port = port;
        this.remote = remote;
        this.serial = serial;
    }

    /** A way to a peer that is to be connected to. */
    static StreamFlow to(StreamPort port, InetSocketAddress peer) {
        return new StreamFlow(port, peer, 0);
    }

    /** The way back to a peer that connects, for the time with this number, from 1 on. */
    static StreamFlow accepted(StreamPort port, InetSocketAddress peer, long serial) {
        return new StreamFlow(port, peer, serial);
    }

    void goesOver(StreamEnd connection) {
        end = connection;
    }

    /** Whether the peer opened the connection, so that the flow ends with it. */
    boolean isAccepted() {
        return serial > 0;
    }

    @Override
    public Protocol protocol() {
        return port.protocol();
    }

    @Override
    public boolean isOpen() {
        StreamEnd known = end;
        return !isAccepted() || known == null || !known.isClosed();
    }

    @Override
    public boolean endsWithConnection() {
        return isAccepted();
    }

    @Override
    public long serial() {
        return serial;
    }

    @Override
    public InetSocketAddress local() {
        return port.address();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> onFailure) {
        connection().send(message, onFailure);
    }

    private synchronized StreamEnd connection() {
        StreamEnd known = end;
        if (known == null || (known.isClosed() && !isAccepted())) {
            known = port.newEnd(this);
            end = known;
        }
        return known;
    }

    void close() {
        StreamEnd known = end;
        if (known != null) {
            known.close();
        }
    }

    @Override
    public String toString() {
        return protocol().lower() + ' ' + Text.address(port.address()) + " -> " + Text.address(remote);
    }
}
