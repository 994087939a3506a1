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
    private final Map<InetSocketAddress, StreamFlow> flows = new LinkedHashMap<>();
    private int opened;
    private volatile boolean closed;

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
        return flows.computeIfAbsent(peer, to -> StreamFlow.to(this, to));
    }

    /** This end of a new connection; closed already if the port is. */
    StreamEnd newEnd(StreamFlow flow) {
        InetSocketAddress local = newLocalAddress();
        network.trace().name(local, network.trace().nameOf(address));
        StreamEnd end = new StreamEnd(network, this, flow, local);
        if (closed) {
            end.close();
        }
        return end;
    }

    private synchronized InetSocketAddress newLocalAddress() {
        return new InetSocketAddress(address.getAddress(), FIRST_EPHEMERAL_PORT + opened++ % EPHEMERAL_PORTS);
    }

    /** This end of a connection that a peer opens. */
    synchronized StreamEnd accept(InetSocketAddress peer) {
        StreamFlow flow = StreamFlow.accepted(this, peer);
        StreamEnd end = new StreamEnd(network, this, flow, address);
        flow.goesOver(end);
        flows.put(peer, flow);
        return end;
    }

    void arrived(byte[] message, StreamFlow on) {
        receiver.received(message, on);
    }

    /** A connection has closed. */
    synchronized void forget(StreamFlow flow) {
        if (flow.isAccepted()) {
            flows.remove(flow.remote(), flow);
        }
    }

    @Override
    public void close() {
        network.unbind(this);
        List<StreamFlow> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(flows.values());
        }
        all.forEach(StreamFlow::close);
    }
}
