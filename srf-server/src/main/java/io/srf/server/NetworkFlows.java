// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.transaction.Flows;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import java.net.InetSocketAddress;

/** The ways out of an engine, over its network. */
record NetworkFlows(Network network) implements Flows {
    @Override
    public Flow beside(Flow flow, InetSocketAddress peer) {
        return network.flowTo(flow.protocol(), peer);
    }

    /** The address the flow is on, with the port that is listened on where a connection has one of its own. */
    @Override
    public InetSocketAddress advertised(Flow flow) {
        InetSocketAddress local = flow.local();
        int port = -1;
        for (Network.ListenPoint point : network.listenPoints()) {
            if (point.protocol() == flow.protocol()) {
                if (point.advertised().getPort() == local.getPort()) {
                    return local;
                }
                port = port < 0 ? point.advertised().getPort() : port;
            }
        }
        return port < 0 ? local : new InetSocketAddress(local.getAddress(), port);
    }
}
