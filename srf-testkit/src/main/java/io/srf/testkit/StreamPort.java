// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network.Receiver;
import io.srf.server.transport.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulated address that listens for streams, and opens some to others. */
final class StreamPort implements SimPort {
    private static final int FIRST_EPHEMERAL_PORT = 49_152;
    private static final int EPHEMERAL_PORTS = 65_536 - FIRST_EPHEMERAL_PORT;

    private final SimNetwork network;
    private final Protocol protocol;
    private final InetSocketAddress address;
    private final Receiver receiver;
    private final Map<InetSocketAddress, StreamFlow> flows = new LinkedHashMap<>();
    private int opened;
    private long accepted;
    private volatile boolean closed;

    StreamPort(SimNetwork network, Protocol protocol, InetSocketAddress address, Receiver receiver) {
        this.network = network;
        this.protocol = protocol;
        this.address = address;
        this.receiver = receiver;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public synchronized Flow flowTo(InetSocketAddress peer) {
        return flows.computeIfAbsent(peer, to -> StreamFlow.to(this, to));
    }

    /** Whether there is a way to this peer already. */
    synchronized boolean knows(InetSocketAddress peer) {
        return flows.containsKey(peer);
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
        StreamFlow flow = StreamFlow.accepted(this, peer, ++accepted);
        StreamEnd end = new StreamEnd(network, this, flow, address);
        flow.goesOver(end);
        flows.put(peer, flow);
        return end;
    }

    void arrived(byte[] message, StreamFlow on) {
        receiver.received(message, on);
    }

    /** A connection has closed, or could not be opened. */
    synchronized void forget(StreamFlow flow) {
        if (flow.isAccepted()) {
            flows.remove(flow.remote(), flow);
        }
    }

    /** A connection that was open has closed. */
    void closed(StreamFlow flow, IOException cause) {
        network.time().schedule(0, () -> receiver.closed(flow, cause));
    }

    /** Breaks off all connections; the next message to a peer opens another. */
    void disconnect() {
        List<StreamFlow> all;
        synchronized (this) {
            all = List.copyOf(flows.values());
        }
        all.forEach(StreamFlow::close);
    }

    @Override
    public void close() {
        network.unbind(this);
        synchronized (this) {
            closed = true;
        }
        disconnect();
    }
}
