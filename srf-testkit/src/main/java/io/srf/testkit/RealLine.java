// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import io.srf.time.Timers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A phone's line over real sockets and in real time: what is the same for all protocols. */
abstract class RealLine implements PhoneLine {
    /** Longer than the pauses between the first retransmissions, and than a busy machine needs to get round to a test. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long POLL_NANOS = 1_000_000;

    final String name;
    final InetSocketAddress address;
    final Trace trace;
    final PhoneThread thread;
    private final Protocol protocol;

    RealLine(String name, Protocol protocol, InetSocketAddress address, Trace trace) {
        this.name = name;
        this.protocol = protocol;
        this.address = address;
        this.trace = trace;
        this.thread = new PhoneThread(name);
        trace.name(address, name);
        trace.observe(address);
    }

    static void checkReachable(InetSocketAddress address) {
        if (address.isUnresolved() || address.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException("cannot bind " + address + ", expected an address that peers can reach");
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /** Records what is sent. */
    void sends(byte[] message, InetSocketAddress to) {
        trace.add(new Packet(trace.elapsed(), protocol, address, to, message));
    }

    /** Records what has come, unless its sender has, and hands it over. */
    void receive(Receiver receiver, byte[] bytes, InetSocketAddress from) {
        if (!trace.isObserved(from)) {
            trace.add(new Packet(trace.elapsed(), protocol, from, address, bytes));
        }
        if (!StreamFramer.isOnlyLineEnds(bytes)) {
            receiver.received(bytes, from);
        }
    }

    @Override
    public InetSocketAddress resolve(String host, int port) {
        InetSocketAddress resolved = new InetSocketAddress(host, port);
        if (resolved.isUnresolved()) {
            throw new IllegalArgumentException("unknown host \"" + host + '"');
        }
        return resolved;
    }

    @Override
    public Timers timers() {
        return thread;
    }

    @Override
    public void perform(Runnable action) {
        thread.perform(action);
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration limit) {
        long begin = System.nanoTime();
        boolean[] held = new boolean[1];
        while (true) {
            perform(() -> held[0] = condition.getAsBoolean());
            if (held[0] || System.nanoTime() - begin > limit.toNanos()) {
                return held[0];
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Trace trace() {
        return trace;
    }
}
