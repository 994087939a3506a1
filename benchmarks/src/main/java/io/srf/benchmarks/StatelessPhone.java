// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A phone on loopback that keeps nothing of its calls: all it needs for an answer is in the message. */
abstract class StatelessPhone implements AutoCloseable {
    private static final int MAX_DATAGRAM = 8_192;
    private static final int RECEIVE_BUFFER = 4 << 20;

    /** What phones offer and answer. */
    static final String SDP = SampleInvite.SDP.replace("\n", "\r\n");

    private final DatagramSocket socket;
    private final Thread thread;

    StatelessPhone(String name) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::receive);
    }

    /** Deals with a message. */
    abstract void received(String message, SocketAddress from) throws IOException;

    final void start() {
        thread.start();
    }

    final String hostPort() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        try {
            while (!socket.isClosed()) {
                packet.setLength(MAX_DATAGRAM);
                socket.receive(packet);
                String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
                received(text, packet.getSocketAddress());
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException("the phone " + thread.getName() + " is broken", e);
            }
        }
    }

    final void send(String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** Answers a request, with a tag if it has none yet. */
    final void answer(String request, String status, String tag, String more, SocketAddress to) throws IOException {
        String toLine = line(request, "To: ");
        String tagged = toLine.contains(";tag=") ? toLine : toLine + ";tag=" + tag;
        String head = "SIP/2.0 " + status + "\r\n" + line(request, "Via: ") + line(request, "From: ");
        String rest = line(request, "Call-ID: ") + line(request, "CSeq: ");
        send(head + tagged.replace("\r\n", "") + "\r\n" + rest + more, to);
    }

    /** Whether it is a request that is answered with 200 and nothing else. */
    static boolean isPlainRequest(String message) {
        return message.startsWith("BYE ") || message.startsWith("OPTIONS ");
    }

    /** Content-Type, length and body of a session description. */
    static String body() {
        return "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP;
    }

    /** The first header line that begins so, with its end. */
    static String line(String message, String name) {
        int from = message.indexOf("\r\n" + name) + 2;
        return message.substring(from, message.indexOf("\r\n", from) + 2);
    }

    /** Bytes that its thread has allocated so far. */
    final long allocated() {
        return Heap.allocated(thread);
    }

    /** Nanoseconds of CPU that its thread has taken so far. */
    final long cpu() {
        return Cpu.used(thread);
    }

    @Override
    public void close() throws InterruptedException {
        socket.close();
        thread.join();
    }
}
