// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.Via;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways that a response can take when the one by which its request came has failed, each once: to the port that the sender says it listens at, and then
 * to wherever its sent-by leads (RFC 3261 §18.2.2, RFC 3263 §5). For the shard's loop alone.
 */
final class OtherWays {
    private final Via via;
    private final Flow flow;
    private final Flows flows;
    private final Deque<Flow> left = new ArrayDeque<>(1);
    private final @Nullable Flow toSentByPort;
    private boolean asked;

    /**
     * None has been tried.
     *
     * @param via the sender's, stamped
     * @param flow by which the request came
     */
    OtherWays(Via via, Flow flow, Flows flows) {
        this.via = via;
        this.flow = flow;
        this.flows = flows;
        this.toSentByPort = Vias.afterLostConnection(via, flow, flows);
        if (toSentByPort != null) {
            left.add(toSentByPort);
        }
    }

    /** Tells the next one, now or when it has been looked up; null when there is none any more. */
    void next(Consumer<@Nullable Flow> told) {
        if (!left.isEmpty() || asked) {
            told.accept(left.poll());
            return;
        }
        asked = true;
        flows.toSentBy(via, flow, found -> {
            found.stream()
                    .filter(way -> !way.equals(toSentByPort) && !way.equals(flow))
                    .forEach(left::add);
            told.accept(left.poll());
        });
    }
}
