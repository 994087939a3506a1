// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network.Receiver;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulated TCP address that listens, and opens connections to others. */
final class StreamPort implements SimPort {
    private static final int FIRST_EPHEMERAL_PORT = 49_152;
    private static final int EPHEMERAL_PORTS = 65_536 - FIRST_EPHEMERAL_PORT;

    private final SimNetwork network;
    private final InetSocketAddress address;
    private final Receiver receiver;
    private final Map<InetSocketAddress, StreamEnd> connections = new LinkedHashMap<>();
    private int opened;

    StreamPort(SimNetwork network, InetSocketAddress address, Receiver receiver) {
        this.network = network;
        this.address = address;
        this.receiver = receiver;
    }

    @Override
    public Protocol protocol() {
        return Protocol.TCP;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public synchronized Flow flowTo(InetSocketAddress peer) {
        return connections.computeIfAbsent(peer, to -> new StreamEnd(network, this, ephemeral(), to));
    }

    private InetSocketAddress ephemeral() {
        InetSocketAddress local =
                new InetSocketAddress(address.getAddress(), FIRST_EPHEMERAL_PORT + opened++ % EPHEMERAL_PORTS);
        network.trace().name(local, network.trace().nameOf(address));
        return local;
    }

    /** Takes the other end of a connection that a peer opens. */
    synchronized StreamEnd accept(InetSocketAddress peer) {
        StreamEnd end = new StreamEnd(network, this, address, peer);
        connections.put(peer, end);
        return end;
    }

    void arrived(byte[] message, StreamEnd on) {
        receiver.received(message, on);
    }

    synchronized void forget(StreamEnd end) {
        connections.remove(end.remote(), end);
    }

    @Override
    public void close() {
        network.unbind(this);
        List<StreamEnd> ends;
        synchronized (this) {
            ends = List.copyOf(connections.values());
        }
        ends.forEach(StreamEnd::close);
    }
}
