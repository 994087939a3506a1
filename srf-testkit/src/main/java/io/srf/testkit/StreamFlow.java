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
    private final boolean accepted;
    private @Nullable StreamEnd end;

    private StreamFlow(StreamPort port, InetSocketAddress remote, boolean accepted) {
        this.port = port;
        this.remote = remote;
        this.accepted = accepted;
    }

    /** A way to a peer that is to be connected to. */
    static StreamFlow to(StreamPort port, InetSocketAddress peer) {
        return new StreamFlow(port, peer, false);
    }

    /** The way back to a peer that connects. */
    static StreamFlow accepted(StreamPort port, InetSocketAddress peer) {
        return new StreamFlow(port, peer, true);
    }

    void goesOver(StreamEnd connection) {
        end = connection;
    }

    /** Whether the peer opened the connection, so that the flow ends with it. */
    boolean isAccepted() {
        return accepted;
    }

    @Override
    public Protocol protocol() {
        return port.protocol();
    }

    @Override
    public boolean isOpen() {
        StreamEnd known = end;
        return !accepted || known == null || !known.isClosed();
    }

    @Override
    public boolean endsWithConnection() {
        return accepted;
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
        if (known == null || (known.isClosed() && !accepted)) {
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
