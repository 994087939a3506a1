// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import redis.clients.jedis.HostAndPort;

/** Stands between a store and its server: takes TLS off, swallows replies, cuts connections. */
final class Proxy implements AutoCloseable {
    private final ServerSocket door;
    private final HostAndPort server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean swallows;

    private Proxy(ServerSocketFactory doors, HostAndPort server) {
        this.server = server;
        try {
            door = doors.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static Proxy before(RedisProcess server) {
        return new Proxy(ServerSocketFactory.getDefault(), server.address());
    }

    /** One that speaks TLS to those who come. */
    static Proxy withTls(ServerSocketFactory tls, RedisProcess server) {
        return new Proxy(tls, server.address());
    }

    int port() {
        return door.getLocalPort();
    }

    /** Whether replies get lost from now on. */
    void swallowsReplies(boolean on) {
        swallows = on;
    }

    /** Cuts all connections. */
    void cuts() {
        sockets.forEach(Proxy::close);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket redis = new Socket(server.getHost(), server.getPort());
                sockets.add(client);
                sockets.add(redis);
                Thread.ofVirtual().start(() -> copy(client, redis, false));
                Thread.ofVirtual().start(() -> copy(redis, client, true));
            } catch (IOException e) {
                // The door is closed, or this client is not let in.
            }
        }
    }

    private void copy(Socket from, Socket to, boolean replies) {
        byte[] bytes = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (!replies || !swallows) {
                    out.write(bytes, 0, length);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One side is gone, and so is the other now.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cuts();
    }
}
