// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import io.srf.time.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A phone's line over a real UDP socket, in real time.
 *
 * <p>Two daemon threads: {@code phone-NAME} runs the phone, {@code phone-NAME-socket} reads the socket and hands over what it
 * reads. What a script throws there is thrown again in the test's next verb or expectation.
 */
public final class UdpLine implements PhoneLine {
    /** Longer than the pauses between the first retransmissions. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final long POLL_NANOS = 1_000_000;

    private final String name;
    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Trace trace;
    private final PhoneThread thread;

    private UdpLine(String name, DatagramChannel channel, Trace trace) throws IOException {
        this.name = name;
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.trace = trace;
        this.thread = new PhoneThread(name);
        trace.name(address, name);
        trace.observe(address);
    }

    /**
     * Binds an address.
     *
     * @param address port 0 for any free one; not a wildcard, as peers are told it
     * @throws UncheckedIOException if it cannot be bound; the message names it
     */
    public static UdpLine bind(String name, InetSocketAddress address, Trace trace) {
        if (address.isUnresolved() || address.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException("cannot bind " + address + ", expected an address that peers can reach");
        }
        try {
            DatagramChannel channel = DatagramChannel.open();
            try {
                return new UdpLine(name, channel.bind(address), trace);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bind udp " + Text.address(address), e);
        }
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
    public void open(Receiver receiver) {
        Thread.ofPlatform().daemon().name("phone-" + name + "-socket").start(() -> read(receiver));
    }

    private void read(Receiver receiver) {
        ByteBuffer buffer = ByteBuffer.allocate(DatagramPort.MAX_BYTES);
        while (true) {
            try {
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer.clear());
                byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
                thread.execute(() -> receive(receiver, bytes, from));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                thread.failed(e);
                return;
            }
        }
    }

    private void receive(Receiver receiver, byte[] bytes, InetSocketAddress from) {
        if (!trace.isObserved(from)) {
            trace.add(new Packet(trace.elapsed(), Protocol.UDP, from, address, bytes));
        }
        if (!StreamFramer.isOnlyLineEnds(bytes)) {
            receiver.received(bytes, from);
        }
    }

    @Override
    public void send(byte[] message, InetSocketAddress to, Consumer<Throwable> onFailure) {
        trace.add(new Packet(trace.elapsed(), Protocol.UDP, address, to, message));
        try {
            channel.send(ByteBuffer.wrap(message), to);
        } catch (IOException e) {
            thread.execute(() -> onFailure.accept(e));
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

    @Override
    public void close() {
        thread.stop();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close udp " + Text.address(address), e);
        }
    }
}
