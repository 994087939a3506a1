// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One end of a simulated connection, which opens when the first message is sent. */
final class StreamEnd {
    /** How long a connection may take to open when nothing comes back. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How much may wait for the connection to open. */
    static final int MAX_WAITING = 1_000;

    private enum State {
        NEW,
        CONNECTING,
        OPEN,
        CLOSED
    }

    private record Waiting(byte[] message, Consumer<Throwable> onFailure) {}

    private final SimNetwork network;
    private final StreamPort port;
    private final StreamFlow flow;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final StreamFramer framer = new StreamFramer();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private State state = State.NEW;
    private @Nullable StreamPath path;
    private @Nullable StreamEnd other;

    StreamEnd(SimNetwork network, StreamPort port, StreamFlow flow, InetSocketAddress local) {
        this.network = network;
        this.port = port;
        this.flow = flow;
        this.local = local;
        this.remote = flow.remote();
    }

    boolean isClosed() {
        synchronized (network) {
            return state == State.CLOSED;
        }
    }

    void send(byte[] message, Consumer<Throwable> onFailure) {
        synchronized (network) {
            StreamPath open = path;
            if (state == State.CLOSED) {
                onFailure.accept(new IOException("the connection to " + Text.address(remote) + " is closed"));
            } else if (state == State.OPEN && open != null) {
                write(message, open);
            } else if (waiting.size() >= MAX_WAITING) {
                onFailure.accept(new IOException("too much waits for " + Text.address(remote) + " to accept"));
            } else {
                waiting.add(new Waiting(message, onFailure));
                connect();
            }
        }
    }

    private void write(byte[] message, StreamPath open) {
        open.write(network.trace().add(network.packet(port.protocol(), local, remote, message)));
    }

    private void connect() {
        if (state == State.NEW) {
            state = State.CONNECTING;
            Duration roundTrip = network.delay(local, remote).plus(network.delay(remote, local));
            Duration wait = network.isCut(local, remote) ? CONNECT_TIMEOUT : roundTrip;
            network.time().schedule(wait, this::connected);
        }
    }

    private void connected() {
        synchronized (network) {
            if (state != State.CONNECTING) {
                return;
            }
            StreamPort listener = network.listener(port.protocol(), local, remote);
            if (network.isCut(local, remote)) {
                fail(new ConnectException("connecting to " + Text.address(remote) + " timed out"));
            } else if (listener == null) {
                fail(new ConnectException("connection refused: nobody listens at "
                        + port.protocol().lower() + " " + Text.address(remote)));
            } else {
                StreamEnd accepted = listener.accept(network.streamFrom(local, remote));
                opens(accepted);
                accepted.opens(this);
                waiting.forEach(message -> send(message.message(), message.onFailure()));
                waiting.clear();
            }
        }
    }

    private void opens(StreamEnd newOther) {
        other = newOther;
        path = network.path(local, remote, newOther::arrived);
        state = State.OPEN;
    }

    private void fail(IOException cause) {
        if (state == State.OPEN) {
            port.closed(flow, cause);
        }
        state = State.CLOSED;
        port.forget(flow);
        waiting.forEach(message -> message.onFailure().accept(cause));
        waiting.clear();
    }

    private void arrived(byte[] bytes) {
        if (state == State.OPEN) {
            try {
                framer.feed(bytes).forEach(message -> port.arrived(message, flow));
            } catch (StreamFramer.TooLong e) {
                close();
            }
        }
    }

    /** Closes this end; the other hears of it after what was sent before. */
    void close() {
        synchronized (network) {
            StreamPath open = path;
            StreamEnd peer = other;
            if (state == State.OPEN && open != null && peer != null) {
                open.end(peer::closedByPeer);
            }
            fail(new IOException("the connection to " + Text.address(remote) + " was closed here"));
        }
    }

    private void closedByPeer() {
        synchronized (network) {
            if (path != null) {
                network.forget(path);
            }
            fail(new IOException("the connection was closed by " + Text.address(remote)));
        }
    }
}
