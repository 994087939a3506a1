// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The simulated network as an engine sees it. */
final class SimEngineNetwork implements Network {
    private final SimNetwork network;
    private final String name;
    private final InetSocketAddress address;
    private final List<Protocol> protocols;
    private final Map<Protocol, SimPort> ports = new EnumMap<>(Protocol.class);

    SimEngineNetwork(SimNetwork network, String name, InetSocketAddress address, List<Protocol> protocols) {
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocols, expected at least one");
        }
        this.network = network;
        this.name = name;
        this.address = address;
        this.protocols = protocols;
    }

    @Override
    public synchronized void open(Receiver receiver) {
        for (Protocol protocol : protocols) {
            ports.put(protocol, network.bind(name, protocol, address, receiver));
        }
    }

    @Override
    public List<ListenPoint> listenPoints() {
        return protocols.stream()
                .map(protocol -> new ListenPoint(protocol, address, address))
                .toList();
    }

    @Override
    public synchronized Flow flowTo(Protocol protocol, InetSocketAddress peer) {
        SimPort port = ports.get(protocol);
        if (port == null) {
            throw new IllegalArgumentException(
                    "nothing listens with " + protocol.lower() + ", expected one of " + ports.keySet());
        }
        if (protocol.isWebSocket() && port instanceof StreamPort sockets && !sockets.knows(peer)) {
            throw new IllegalArgumentException("no WebSocket of " + peer + ", expected one that it has opened");
        }
        return port.flowTo(peer);
    }

    @Override
    public synchronized void close() {
        ports.values().forEach(SimPort::close);
        ports.clear();
    }
}
