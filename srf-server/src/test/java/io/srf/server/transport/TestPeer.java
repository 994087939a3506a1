// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.bytes;
import static io.srf.server.transport.StreamSamples.text;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** The other end of a TCP connection; blocks, but not for ever. */
final class TestPeer implements AutoCloseable {
    private static final int MAX_WAIT_MILLIS = 60_000;

    private final Socket socket;

    TestPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    static TestPeer connect(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.connect(to, MAX_WAIT_MILLIS);
        return new TestPeer(socket);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(bytes(text));
    }

    /** Exactly this many characters. */
    String receive(int length) throws IOException {
        return text(socket.getInputStream().readNBytes(length));
    }

    /** All that comes until the engine closes; a reset counts as a close. */
    String receiveToEnd() throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] some = new byte[4_096];
        try {
            for (int n = socket.getInputStream().read(some);
                    n >= 0;
                    n = socket.getInputStream().read(some)) {
                all.append(text(java.util.Arrays.copyOf(some, n)));
            }
        } catch (SocketException e) {
            // Reset.
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
