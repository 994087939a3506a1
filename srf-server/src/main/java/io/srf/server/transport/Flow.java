// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * A way to one peer: a connection, or a socket and the address that datagrams go to. Any thread may use it.
 *
 * <p>Two flows are equal if they are the same connection, or the same socket and peer.
 */
public interface Flow {
    /** The transport protocol. */
    Protocol protocol();

    /** The engine's address; never a wildcard. */
    InetSocketAddress local();

    /** The peer's address, resolved. */
    InetSocketAddress remote();

    /**
     * Sends a message; never blocks.
     *
     * @param message not to be changed afterwards
     * @param onFailure called at most once, by any thread, if it becomes known that the message did not go out: connection refused, closed, or
     *     an ICMP error; silence does not mean that it arrived
     */
    void send(byte[] message, Consumer<Throwable> onFailure);
}
