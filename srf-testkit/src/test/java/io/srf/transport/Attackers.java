// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What attackers send; each method blocks, but not for ever, and does not mind how it ends. */
final class Attackers {
    private static final int MAX_WAIT_MILLIS = 60_000;
    private static final int TEN_MEGABYTES = 10_000_000;

    private Attackers() {}

    static void datagrams(InetSocketAddress to, int count, Random random) {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < count; i++) {
                byte[] noise = noise(random, 1 + random.nextInt(1_400));
                socket.send(new DatagramPacket(noise, noise.length, to));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes that begin with none of a message. */
    static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        noise[0] = 0;
        return noise;
    }

    /** A message, or a frame of the admin port, that says at its beginning that it has 10 MB, and has. */
    static byte[] huge(String head) {
        byte[] all = new byte[head.length() + TEN_MEGABYTES];
        Arrays.fill(all, (byte) 'x');
        System.arraycopy(bytes(head), 0, all, 0, head.length());
        return all;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends all that the engine takes, and reads until it closes; true if it did. */
    static boolean isClosedAfter(InetSocketAddress to, byte[] bytes) {
        try (Socket socket = connect(to)) {
            Thread sender = Thread.startVirtualThread(() -> write(socket, bytes));
            boolean closed = isClosed(socket);
            socket.close();
            join(sender);
            return closed;
        } catch (IOException e) {
            return true;
        }
    }

    /** Sends one byte after the other with a pause, until the engine closes. */
    static void drips(InetSocketAddress to, byte[] bytes, long pauseNanos) {
        try (Socket socket = connect(to)) {
            for (byte one : bytes) {
                socket.getOutputStream().write(one);
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (IOException e) {
            // That is what is to be expected.
        }
    }

    static Socket connect(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.connect(to, MAX_WAIT_MILLIS);
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        return socket;
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // The engine does not wait for all of it.
        }
    }

    /** Whether the other side closes in time. */
    static boolean isClosed(Socket socket) throws IOException {
        byte[] some = new byte[4_096];
        try {
            int read = socket.getInputStream().read(some);
            while (read >= 0) {
                read = socket.getInputStream().read(some);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
