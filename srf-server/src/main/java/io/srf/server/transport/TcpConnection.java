// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The life of one TCP connection, from before it is open until it is closed: how it is dialed or taken, hung up, given up
 * and closed.
 *
 * <p>What comes is read by its {@link ConnectionReader}, what goes is written by its {@link ConnectionWriter}. Any thread
 * may send, hang up, hold and ask; all else belongs to the connection's loop. A connection that the engine opens is opened
 * by its first message. A buffer of unsent messages over its bound closes the connection.
 */
final class TcpConnection {
    /** How long the peer has to read why its connection is closed. */
    private static final long LINGER_MILLIS = 1_000;

    private final TcpConnections owner;
    private final NetworkContext context;
    private final EventLoop loop;
    private final Peer peer;
    private final long serial;
    private final @Nullable TlsHandshakes tls;
    private final Framing framing;
    private final Timers timers;
    private final ConnectionWatch watch;
    private final ConnectionReader reader;
    private final ConnectionWriter writer;
    private final Flow flow;
    private @Nullable Channel channel;
    private volatile @Nullable Throwable failure;
    private @Nullable Timer linger;
    private boolean ready;
    private boolean handshaking;

    /** Makes a connection without a channel; {@code flow} makes what its messages are said to come by. */
    TcpConnection(TcpConnections owner, EventLoop loop, Peer peer, Function<TcpConnection, Flow> flow) {
        this.owner = owner;
        this.context = owner.context();
        this.loop = loop;
        this.peer = peer;
        this.serial = owner.nextSerial();
        this.tls = owner.tlsOf(peer.protocol());
        int maxMessageBytes = context.options().messages().maxMessageBytes();
        this.framing = peer.protocol().isWebSocket()
                ? new WebSocketFraming(maxMessageBytes, this::hears)
                : new StreamFraming(maxMessageBytes, this::hears);
        this.timers = context.loops().timers(loop);
        this.watch = new ConnectionWatch(
                timers, context.options().times(), this::giveUp, peer.protocol().isWebSocket() ? this::ping : null);
        this.reader = new ConnectionReader(this, context, framing, watch, owner.partials());
        this.writer = new ConnectionWriter(this, loop, context.log(), framing);
        this.flow = flow.apply(this);
    }

    Peer peer() {
        return peer;
    }

    Flow flow() {
        return flow;
    }

    /** Its number among all connections of the network. */
    long serial() {
        return serial;
    }

    /** Whether it has not been seen to close; by any thread. */
    boolean isOpen() {
        return failure == null;
    }

    /** So many more, or less, depend on it; by any thread. */
    void hold(int change) {
        watch.hold(change);
    }

    boolean isAccepted() {
        return flow instanceof AcceptedFlow;
    }

    void send(byte[] message, Consumer<Throwable> onFailure) {
        if (loop.inEventLoop()) {
            write(message, onFailure);
            return;
        }
        try {
            loop.execute(() -> write(message, onFailure));
        } catch (RejectedExecutionException e) {
            onFailure.accept(e);
        }
    }

    /** Reads no more, and closes the connection after this time. */
    void hangUp(Duration after) {
        try {
            loop.execute(() -> hangUpNow(after));
        } catch (RejectedExecutionException e) {
            // The loop has stopped, and all connections with it.
        }
    }

    private void hangUpNow(Duration after) {
        Channel target = channel;
        if (target == null || !target.isOpen() || linger != null) {
            return;
        }
        owner.forget(this);
        watch.stop();
        target.config().setAutoRead(false);
        linger = timers.schedule(Math.max(0, after.toMillis()), target::close);
    }

    private void write(byte[] message, Consumer<Throwable> onFailure) {
        Channel target = failure == null && channel == null ? dial() : channel;
        if (failure != null || target == null) {
            onFailure.accept(reason(new ClosedChannelException()));
            return;
        }
        writer.write(target, message, onFailure);
    }

    /** Begins to open the connection; null if that fails at once. */
    private @Nullable Channel dial() {
        if (!(flow instanceof DialedFlow dialed)) {
            return null;
        }
        NetworkCounter refused = owner.enter(this);
        if (refused != null) {
            refuse(refused, new IOException(TcpConnections.tooMany(refused)));
            return null;
        }
        handshaking = tls != null;
        try {
            SocketChannel opening = new NioSocketChannel();
            attach(opening);
            loop.register(opening).addListener(registered -> connect(opening, dialed, registered.cause()));
            return opening;
        } catch (ChannelException e) {
            handshakeEnded();
            owner.leave(this);
            refuse(NetworkCounter.CONNECTS_FAILED, e);
            return null;
        }
    }

    private void connect(SocketChannel opening, DialedFlow dialed, @Nullable Throwable problem) {
        if (problem != null) {
            refuse(NetworkCounter.CONNECTS_FAILED, problem);
            return;
        }
        owner.registered(opening);
        opening.connect(peer.address(), dialed.source()).addListener(connected -> {
            if (!connected.isSuccess()) {
                refuse(NetworkCounter.CONNECTS_FAILED, connected.cause());
                opening.close();
            }
        });
    }

    /** Whether its peer is heard still; if not, it is closed. */
    private boolean hears() {
        boolean heard = context.inbox().admits(peer.address());
        if (!heard) {
            hangUpNow(Duration.ZERO);
        }
        return heard;
    }

    private void ping() {
        if (channel != null && ready) {
            writer.ping(channel);
        }
    }

    /** Makes this the connection of a channel that is not active yet. */
    void attach(SocketChannel newChannel) {
        channel = newChannel;
        int maxUnsent = context.options().connections().maxUnsentBytes();
        newChannel
                .config()
                .setKeepAlive(true)
                .setConnectTimeoutMillis(
                        (int) context.options().times().connect().toMillis())
                .setWriteBufferWaterMark(new WriteBufferWaterMark(maxUnsent / 2, maxUnsent));
        KeepAlive.probe(newChannel.config());
        newChannel.closeFuture().addListener(closed -> closed());
        handshaking = tls != null;
        if (tls != null) {
            SslHandler handler =
                    isAccepted() ? tls.accepting(peer.protocol()) : tls.connecting(peer.host(), peer.address());
            newChannel.pipeline().addLast(handler);
        }
        framing.addTo(newChannel.pipeline());
        newChannel.pipeline().addLast(reader);
    }

    /** There will be no connection, and the next message to this peer is to try another. */
    private void refuse(NetworkCounter counter, Throwable cause) {
        failure = cause;
        owner.forget(this);
        String message = cause.getMessage();
        context.log().warn(counter, peer.address(), message != null ? message : cause.toString());
    }

    /** It is about to close for this, unless there was a failure before. */
    void failed(Throwable cause) {
        failure = reason(cause);
    }

    /** The failure that led to this one, if there is any. */
    Throwable reason(Throwable cause) {
        Throwable first = failure;
        return first != null ? first : cause;
    }

    /** Messages can go both ways. */
    void ready() {
        ready = true;
        owner.opened(this);
        if (channel != null) {
            channel.flush();
        }
    }

    boolean isReady() {
        return ready;
    }

    /** The TLS handshake, if there was one, does not go on any more. */
    void handshakeEnded() {
        if (handshaking && tls != null) {
            handshaking = false;
            tls.leave(peer.address().getAddress());
        }
    }

    /** Nothing more can be read. */
    void broken(String problem) {
        context.log().warn(NetworkCounter.FRAMING_ERRORS, peer.address(), problem);
        context.inbox().unreadable(peer.address());
        failure = new IOException("the stream was broken: " + problem);
        owner.forget(this);
        watch.stop();
    }

    /** Closes when the peer has had time to read what was written: closing at once would discard what is on its way. */
    void linger() {
        if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
            duplex.shutdownOutput();
            linger = timers.schedule(LINGER_MILLIS, duplex::close);
        }
    }

    /** Closes, for a reason that is counted and logged. */
    void giveUp(NetworkCounter counter, String why) {
        if (failure == null) {
            failure = new IOException(why);
            context.log().warn(counter, peer.address(), why);
        }
        if (channel != null) {
            channel.close();
        }
    }

    /** The channel is closed, or was never open. */
    void closed() {
        if (failure == null) {
            failure = new ClosedChannelException();
        }
        watch.stop();
        handshakeEnded();
        if (linger != null) {
            linger.cancel();
        }
        reader.closed();
        owner.forget(this);
        owner.leave(this);
        if (ready) {
            context.inbox().closed(flow, reason(new ClosedChannelException()));
        }
    }
}
