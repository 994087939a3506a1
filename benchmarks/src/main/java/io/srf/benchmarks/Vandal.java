// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One way of attacking, again and again. For one thread. */
final class Vandal implements AutoCloseable {
    /** Longer than an Ethernet frame, so that some are cut into fragments elsewhere. */
    private static final int MAX_GARBAGE = 3_000;

    private static final int HUGE = 10_000_000;
    private static final int CHUNK = 64_000;
    private static final int MILLIS_TO_CONNECT = 5_000;

    private final Random random;
    private final DatagramSocket socket;
    private final MutatedInvites invites;
    private final byte[] chunk = new byte[CHUNK];

    Vandal(long seed) throws IOException {
        random = new Random(seed);
        socket = new DatagramSocket();
        invites = new MutatedInvites(random);
    }

    void sendsGarbage(InetSocketAddress target) throws IOException {
        datagram(garbage(), target);
    }

    void sendsMutatedInvite(InetSocketAddress target) throws IOException {
        datagram(invites.next("UDP"), target);
    }

    void streamsGarbage(InetSocketAddress target) throws IOException {
        try (Socket stream = connect(target)) {
            stream.getOutputStream().write(garbage());
        }
    }

    void streamsMutatedInvite(InetSocketAddress target) throws IOException {
        try (Socket stream = connect(target)) {
            stream.getOutputStream().write(invites.next("TCP"));
        }
    }

    /** A message of 10 MB, in as far as it is taken. */
    void streamsHugeMessage(InetSocketAddress target) throws IOException {
        try (Socket stream = connect(target)) {
            stream.getOutputStream().write(invites.head("TCP", HUGE).getBytes(StandardCharsets.US_ASCII));
            streamChunks(stream);
        }
    }

    /** A frame of 10 MB for the admin port, in as far as it is taken. */
    void streamsHugeFrame(InetSocketAddress target) throws IOException {
        try (Socket stream = connect(target)) {
            stream.getOutputStream().write((HUGE + "#").getBytes(StandardCharsets.US_ASCII));
            streamChunks(stream);
        }
    }

    private void streamChunks(Socket stream) throws IOException {
        for (int sent = 0; sent < HUGE; sent += CHUNK) {
            stream.getOutputStream().write(chunk);
        }
    }

    /** One byte of a message a second, until it is cut off or interrupted. */
    void streamsSlowly(InetSocketAddress target) throws IOException, InterruptedException {
        try (Socket stream = connect(target)) {
            for (byte next : invites.head("TCP", 0).getBytes(StandardCharsets.US_ASCII)) {
                stream.getOutputStream().write(next);
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(MAX_GARBAGE)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void datagram(byte[] bytes, InetSocketAddress target) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, target));
    }

    private static Socket connect(InetSocketAddress target) throws IOException {
        Socket stream = new Socket();
        stream.connect(target, MILLIS_TO_CONNECT);
        return stream;
    }

    @Override
    public void close() {
        socket.close();
    }
}
