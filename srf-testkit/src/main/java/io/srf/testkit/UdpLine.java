// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A phone's line over a real UDP socket, in real time.
 *
 * <p>Two daemon threads: {@code phone-NAME} runs the phone, {@code phone-NAME-socket} reads the socket and hands over what it
 * reads. What a script throws there is thrown again in the test's next verb or expectation.
 */
public final class UdpLine extends RealLine {
    private final DatagramChannel channel;

    private UdpLine(String name, DatagramChannel channel, Trace trace) throws IOException {
        super(name, Protocol.UDP, (InetSocketAddress) channel.getLocalAddress(), trace);
        this.channel = channel;
    }

    /**
     * Binds an address.
     *
     * @param address port 0 for any free one; not a wildcard, as peers are told it
     * @throws UncheckedIOException if it cannot be bound; the message names it
     */
    public static UdpLine bind(String name, InetSocketAddress address, Trace trace) {
        checkReachable(address);
        try {
            DatagramChannel channel = DatagramChannel.open();
            try {
                return new UdpLine(name, channel.bind(address), trace);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bind udp " + Text.address(address) + ": " + e.getMessage(), e);
        }
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

    @Override
    public void send(byte[] message, InetSocketAddress to, Consumer<Throwable> onFailure) {
        sends(message, to);
        try {
            channel.send(ByteBuffer.wrap(message), to);
        } catch (IOException e) {
            thread.execute(() -> onFailure.accept(e));
        }
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
