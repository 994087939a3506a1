// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;

/** A bound address of a simulated host. */
sealed interface SimPort permits DatagramPort, StreamPort {
    Protocol protocol();

    InetSocketAddress address();

    /** The way to a peer: the open connection if there is one, else one that opens with the first message. */
    Flow flowTo(InetSocketAddress peer);

    /** Receives no more, and closes its connections. */
    void close();
}
