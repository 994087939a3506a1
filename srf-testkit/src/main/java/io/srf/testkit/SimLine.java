// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import io.srf.time.Timers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A phone's line into a simulated network; its thread is the one that drives the time. */
final class SimLine implements PhoneLine {
    /** Longer than any timer of a transaction, and it costs nothing. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SimNetwork network;
    private final String name;
    private final InetSocketAddress address;
    private final Protocol protocol;
    private @Nullable SimPort port;

    SimLine(SimNetwork network, String name, InetSocketAddress address, Protocol protocol) {
        this.network = network;
        this.name = name;
        this.address = address;
        this.protocol = protocol;
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
    public void open(Receiver receiver) {
        port = network.bind(name, protocol, address, (message, flow) -> receiver.received(message, flow.remote()));
    }

    @Override
    public void send(byte[] message, InetSocketAddress to, Consumer<Throwable> onFailure) {
        SimPort bound = port;
        if (bound == null) {
            onFailure.accept(new IllegalStateException("the line of " + name + " is not open"));
        } else {
            bound.flowTo(to).send(message, failure -> network.time().schedule(0, () -> onFailure.accept(failure)));
        }
    }

    @Override
    public InetSocketAddress resolve(String host, int port) {
        InetSocketAddress found = network.lookUp(host, port);
        if (found == null) {
            throw new IllegalArgumentException("cannot resolve \"" + host
                    + "\": a simulated network has no DNS, expected an IP address, a name that SimNetwork.host knows,"
                    + " or a phone with an outbound proxy");
        }
        return found;
    }

    @Override
    public Timers timers() {
        return network.time();
    }

    @Override
    public void perform(Runnable action) {
        if (network.time().workers().isWorker()) {
            throw new IllegalStateException(
                    name + " belongs to the test: handlers of the application cannot use a phone");
        }
        action.run();
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration limit) {
        return network.time().runUntil(condition, limit);
    }

    @Override
    public List<String> stillRunning() {
        return network.time().workers().stillRunning();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Trace trace() {
        return network.trace();
    }

    @Override
    public void close() {
        SimPort bound = port;
        if (bound != null) {
            bound.close();
        }
    }
}
