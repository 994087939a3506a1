// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A phone's line over real TCP or TLS connections, in real time: it listens, opens connections as needed, and uses those there are.
 *
 * <p>Daemon threads: {@code phone-NAME} runs the phone, {@code phone-NAME-socket} accepts connections, and one with that name for each connection
 * reads it.
 */
public final class TcpLine extends RealLine {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int BUFFER_BYTES = 16_384;

    private final StreamSockets sockets;
    private final ServerSocket server;
    private final Map<InetSocketAddress, Socket> connections = new ConcurrentHashMap<>();
    private Receiver receiver = (message, from) -> {};

    private TcpLine(String name, StreamSockets sockets, ServerSocket server, Trace trace) {
        super(name, sockets.protocol(), (InetSocketAddress) server.getLocalSocketAddress(), trace);
        this.sockets = sockets;
        this.server = server;
    }

    /**
     * Listens at an address.
     *
     * @param address port 0 for any free one; not a wildcard, as peers are told it
     * @throws UncheckedIOException if it cannot be bound; the message names it
     */
    public static TcpLine bind(String name, InetSocketAddress address, Trace trace) {
        return bind(name, StreamSockets.TCP, address, trace);
    }

    static TcpLine bind(String name, StreamSockets sockets, InetSocketAddress address, Trace trace) {
        checkReachable(address);
        try {
            ServerSocket server = sockets.servers().createServerSocket();
            try {
                server.bind(address);
                return new TcpLine(name, sockets, server, trace);
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bind tcp " + Text.address(address) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void open(Receiver newReceiver) {
        receiver = newReceiver;
        start(this::accept);
    }

    private void start(Runnable loop) {
        Thread.ofPlatform().daemon().name("phone-" + name + "-socket").start(loop);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                use(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    thread.failed(e);
                }
                return;
            }
        }
    }

    private Socket use(Socket socket) {
        InetSocketAddress remote = (InetSocketAddress) socket.getRemoteSocketAddress();
        connections.put(remote, socket);
        start(() -> read(socket, remote));
        return socket;
    }

    private void read(Socket socket, InetSocketAddress from) {
        StreamFramer framer = new StreamFramer();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (socket;
                InputStream in = socket.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (byte[] message : framer.feed(Arrays.copyOf(buffer, count))) {
                    thread.execute(() -> receive(receiver, message, from));
                }
            }
        } catch (IOException | StreamFramer.TooLong e) {
            return; // the connection has ended, whoever ended it
        } finally {
            connections.remove(from, socket);
        }
    }

    @Override
    public void send(byte[] message, InetSocketAddress to, Consumer<Throwable> onFailure) {
        sends(message, to);
        try {
            Socket open = connections.get(to);
            Socket socket = open == null ? connect(to) : open;
            socket.getOutputStream().write(message);
        } catch (IOException e) {
            thread.execute(() -> onFailure.accept(e));
        }
    }

    private Socket connect(InetSocketAddress to) throws IOException {
        Socket socket = sockets.sockets().createSocket();
        try {
            socket.connect(to, CONNECT_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        trace.name(local, name);
        trace.observe(local);
        return use(socket);
    }

    @Override
    public void close() {
        thread.stop();
        try {
            server.close();
            for (Socket socket : connections.values()) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close tcp " + Text.address(address), e);
        }
    }
}
