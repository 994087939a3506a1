// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A way to one peer: a connection, or a socket and the address that datagrams go to. Any thread may use it.
 *
 * <p>Two flows are equal if they are the same connection, or the same socket and peer. A flow to a peer that the
 * engine connects to stays good when the connection closes: the next message opens another. One over a connection that
 * the peer opened ends with it.
 */
public interface Flow {
    /** The transport protocol. */
    Protocol protocol();

    /** Where this peer can reach the engine: the address and port of a listen point; never a wildcard. */
    InetSocketAddress local();

    /** The peer's address, resolved. */
    InetSocketAddress remote();

    /** Whether a message can go out at once, or after a connection that the engine opens; false where the peer would have to open one. */
    default boolean isOpen() {
        return true;
    }

    /** Whether it is over when its connection closes, because only the peer can open another. */
    default boolean endsWithConnection() {
        return false;
    }

    /** Tells a connection that the peer opened from all others, also from later ones of the same peer; 0 for every other way. */
    default long serial() {
        return 0;
    }

    /** Lets a peer be silent on the connection that it has opened, until {@link #release} was called as often; on a WebSocket it is asked all the same. */
    default void hold() {}

    /** Undoes one {@link #hold}. */
    default void release() {}

    /** For how many nanoseconds messages have been waiting to be read where those of this peer come in; 0 where that is not known. */
    default long backlogNanos() {
        return 0;
    }

    /** Reads no more from a connection that the peer opened, and closes it after this time; every other way stays as it is. */
    default void hangUp(Duration after) {}

    /**
     * Sends a message; never blocks.
     *
     * @param message not to be changed afterwards
     * @param onFailure called at most once, by any thread and perhaps before this returns, if it becomes known that
     *     the message did not go out: connection refused, closed, or an address that cannot be reached; silence does
     *     not mean that it arrived
     */
    void send(byte[] message, Consumer<Throwable> onFailure);
}
