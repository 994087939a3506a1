// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.transaction.Flows;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The ways out of an engine, over its network. */
record NetworkFlows(Network network) implements Flows {
    @Override
    public Flow beside(Flow flow, InetSocketAddress peer) {
        return network.flowTo(flow.protocol(), peer);
    }

    @Override
    public @Nullable Flow stream(Flow flow) {
        try {
            return network.flowTo(Protocol.TCP, flow.remote());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public InetSocketAddress advertised(Flow flow) {
        return flow.local();
    }
}
