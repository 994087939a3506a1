// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.replay;

import io.srf.flight.FlightEvent.Message;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The network of an engine that only meets recorded peers. */
final class ReplayNetwork implements Network {
    private final InetSocketAddress address;
    private final Consumer<byte[]> whenSent;
    private @Nullable Receiver receiver;

    ReplayNetwork(InetSocketAddress address, Consumer<byte[]> whenSent) {
        this.address = address;
        this.whenSent = whenSent;
    }

    InetSocketAddress address() {
        return address;
    }

    void sent(byte[] message) {
        whenSent.accept(message);
    }

    /** Gives the engine what a peer had sent it, changed or not. */
    void deliver(Message recorded, byte[] bytes) {
        if (receiver != null) {
            receiver.received(bytes, flowTo(protocol(recorded.transport()), recorded.remote()));
        }
    }

    /** Whatever is no datagram comes reliably, and that is all that matters here. */
    private static Protocol protocol(String transport) {
        return transport.toUpperCase(Locale.ROOT).equals(Protocol.UDP.name()) ? Protocol.UDP : Protocol.TCP;
    }

    @Override
    public void open(Receiver newReceiver) {
        receiver = newReceiver;
    }

    @Override
    public List<ListenPoint> listenPoints() {
        return Arrays.stream(Protocol.values())
                .map(protocol -> new ListenPoint(protocol, address, address))
                .toList();
    }

    @Override
    public ReplayFlow flowTo(Protocol protocol, InetSocketAddress peer) {
        return new ReplayFlow(this, protocol, peer);
    }

    @Override
    public void close() {
        receiver = null;
    }
}
