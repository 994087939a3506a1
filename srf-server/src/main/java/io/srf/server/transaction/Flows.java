// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What the transactions need to know of the engine's sockets. Called on the shard's loop; must not block. */
public interface Flows {
    /**
     * The way to another address over the same socket, or by a new connection from the same side.
     *
     * @param peer resolved
     * @throws IllegalArgumentException if there is no such way
     */
    Flow beside(Flow flow, InetSocketAddress peer);

    /** The way by TCP to the peer of a UDP flow; null if there is none. */
    default @Nullable Flow stream(Flow flow) {
        return null;
    }

    /** What peers of this flow are told to reach the engine by; never a wildcard, perhaps a name that is not resolved. */
    InetSocketAddress advertised(Flow flow);
}
