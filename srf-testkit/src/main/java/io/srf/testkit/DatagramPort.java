// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network.Receiver;
import io.srf.server.transport.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A simulated UDP socket. */
final class DatagramPort implements SimPort {
    /** What fits into a datagram over IPv4 (RFC 768, RFC 791). */
    static final int MAX_BYTES = 65_507;

    private final SimNetwork network;
    private final InetSocketAddress address;
    private final Receiver receiver;
    private volatile boolean open = true;

    DatagramPort(SimNetwork network, InetSocketAddress address, Receiver receiver) {
        this.network = network;
        this.address = address;
        this.receiver = receiver;
    }

    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Flow flowTo(InetSocketAddress peer) {
        return new DatagramFlow(this, peer);
    }

    /** Takes what has arrived; keep-alives that hold line ends only are not messages. */
    void arrived(Packet packet) {
        if (open && !StreamFramer.isOnlyLineEnds(packet.bytes())) {
            receiver.received(packet.bytes().clone(), flowTo(packet.from()));
        }
    }

    private void send(byte[] message, InetSocketAddress peer, Consumer<Throwable> onFailure) {
        if (!open) {
            onFailure.accept(new IOException("the socket " + Text.address(address) + " is closed"));
        } else if (message.length > MAX_BYTES) {
            onFailure.accept(new IOException("a datagram of " + message.length + " bytes, expected: ≤ " + MAX_BYTES));
        } else {
            network.sendDatagram(this, peer, message);
        }
    }

    @Override
    public void close() {
        open = false;
        network.unbind(this);
    }

    /** The way to one peer; equal to every other from the same socket to the same peer. */
    private record DatagramFlow(DatagramPort port, InetSocketAddress remote) implements Flow {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public InetSocketAddress local() {
            return port.address;
        }

        @Override
        public void send(byte[] message, Consumer<Throwable> onFailure) {
            port.send(message, remote, onFailure);
        }

        @Override
        public String toString() {
            return "udp " + Text.address(port.address) + " -> " + Text.address(remote);
        }
    }
}
