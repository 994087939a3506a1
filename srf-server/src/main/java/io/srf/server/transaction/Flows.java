// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.Via;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
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

    /**
     * Finds the ways to where the sender of a request says that it is, by DNS if that is a name (RFC 3263 §5).
     *
     * @param via the sender's
     * @param flow by which the request came
     * @param found hears of them once, on the shard's loop and perhaps before this returns: in the order in which they are to be tried, none if there are none
     */
    default void toSentBy(Via via, Flow flow, Consumer<List<Flow>> found) {
        found.accept(List.of());
    }

    /** The way by TCP to the peer of a UDP flow; null if there is none. */
    default @Nullable Flow stream(Flow flow) {
        return null;
    }

    /** What peers of this flow are told to reach the engine by; never a wildcard, perhaps a name that is not resolved. */
    InetSocketAddress advertised(Flow flow);
}
