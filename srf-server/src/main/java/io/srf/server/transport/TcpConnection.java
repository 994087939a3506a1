// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, and what goes over it, from before it is open until it is closed.
 *
 * <p>Any thread may send; all else belongs to the connection's loop. A connection that the engine opens is opened by
 * its first message. Messages wait in the channel's own buffer, before the connection is open and while the peer reads
 * slowly; a buffer over its bound closes the connection. The messages of one turn of the loop go out with one flush.
 */
final class TcpConnection extends SimpleChannelInboundHandler<byte[]> {
    /** How long the peer has to read why its connection is closed. */
    private static final long LINGER_MILLIS = 1_000;
    /** More than this does not wait for the end of the loop's turn. */
    private static final int MAX_UNFLUSHED_BYTES = 64 * 1024;

    private final TcpConnections owner;
    private final NetworkContext context;
    private final EventLoop loop;
    private final Peer peer;
    private final long serial;
    private final @Nullable TlsHandshakes tls;
    private final Framing framing;
    private final Timers timers;
    private final ConnectionWatch watch;
    private final Flow flow;
    private @Nullable Channel channel;
    private volatile @Nullable Throwable failure;
    private @Nullable Timer linger;
    private boolean opened;
    private boolean handshaking;
    private int unflushedBytes;
    private int heldBytes;

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
                ? new WebSocketFraming(maxMessageBytes)
                : new StreamFraming(maxMessageBytes);
        this.timers = context.loops().timers(loop);
        this.watch = new ConnectionWatch(
                timers, context.options().times(), this::giveUp, peer.protocol().isWebSocket() ? this::ping : null);
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
        target.write(framing.frame(message)).addListener(written -> {
            if (written.isSuccess()) {
                context.log().count(NetworkCounter.STREAM_MESSAGES_OUT);
            } else {
                onFailure.accept(reason(written.cause()));
            }
        });
        if (target.isActive()) {
            flush(target, message.length);
        }
    }

    private void flush(Channel target, int added) {
        unflushedBytes += added;
        if (unflushedBytes == added) {
            loop.execute(() -> flushNow(target));
        } else if (unflushedBytes > MAX_UNFLUSHED_BYTES) {
            flushNow(target);
        }
    }

    private void flushNow(Channel target) {
        unflushedBytes = 0;
        target.flush();
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

    private void ping() {
        Object ping = framing.ping();
        if (channel != null && opened && ping != null) {
            channel.writeAndFlush(ping);
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
        newChannel.pipeline().addLast(this);
    }

    /** There will be no connection, and the next message to this peer is to try another. */
    private void refuse(NetworkCounter counter, Throwable cause) {
        failure = cause;
        owner.forget(this);
        String message = cause.getMessage();
        context.log().warn(counter, peer.address(), message != null ? message : cause.toString());
    }

    /** The failure that led to this one, if there is any. */
    private Throwable reason(Throwable cause) {
        Throwable first = failure;
        return first != null ? first : cause;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        watch.opened(isAccepted());
        if (peer.protocol() == Protocol.TCP) {
            opened(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeEnded();
            if (!handshake.isSuccess()) {
                tlsFailed(handshake.cause());
            } else if (peer.protocol() == Protocol.TLS) {
                opened(ctx);
            }
        } else if (event == WebSocketUpgrade.Opened.OPENED) {
            opened(ctx);
        } else if (event instanceof WebSocketUpgrade.Refused refused) {
            broken(refused.problem());
            linger(ctx);
        }
    }

    /** Messages can go both ways. */
    private void opened(ChannelHandlerContext ctx) {
        opened = true;
        owner.opened(this);
        ctx.flush();
    }

    private void handshakeEnded() {
        if (handshaking && tls != null) {
            handshaking = false;
            tls.leave(peer.address().getAddress());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, byte[] message) {
        watch.messageEnded();
        context.inbox().received(NetworkCounter.STREAM_MESSAGES_IN, message, flow);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!ctx.channel().isOpen()) {
            return;
        }
        int held = framing.heldBytes();
        watch.readEnded(held > 0 || !opened);
        boolean affordable = owner.partials().change(heldBytes, held);
        heldBytes = held;
        if (!affordable) {
            giveUp(NetworkCounter.PARTIAL_OVERFLOWS, "incomplete messages take too much memory");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            giveUp(NetworkCounter.SLOW_READERS, "the peer does not read what is sent to it");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable caught) {
        Throwable cause = caught instanceof DecoderException && caught.getCause() instanceof IOException
                ? caught.getCause()
                : caught;
        if (cause instanceof FramingException error) {
            broken(error.problem());
            answer(ctx, error);
        } else if (cause instanceof SSLException) {
            tlsFailed(cause);
        } else if (cause instanceof IOException) {
            failure = reason(cause);
            ctx.close();
        } else if (cause instanceof DecoderException) {
            broken(String.valueOf(cause.getMessage()));
            ctx.close();
        } else {
            context.log().bug(NetworkCounter.READ_ERRORS, peer.address(), cause);
            ctx.close();
        }
    }

    private void tlsFailed(Throwable cause) {
        giveUp(NetworkCounter.HANDSHAKES_FAILED, "TLS failed: " + cause.getMessage());
    }

    /** Nothing more can be read. */
    private void broken(String problem) {
        context.log().warn(NetworkCounter.FRAMING_ERRORS, peer.address(), problem);
        context.inbox().unreadable(peer.address());
        failure = new IOException("the stream was broken: " + problem);
        owner.forget(this);
        watch.stop();
    }

    /** Says why, if there is somebody to say it to. */
    private void answer(ChannelHandlerContext ctx, FramingException error) {
        byte[] refusal = Refusal.of(error);
        if (refusal == null) {
            ctx.close();
        } else {
            ctx.writeAndFlush(framing.frame(refusal)).addListener(written -> linger(ctx));
        }
    }

    /** Closes when the peer has had time to read what was written: closing at once would discard what is on its way. */
    private void linger(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
            duplex.shutdownOutput();
            linger = timers.schedule(LINGER_MILLIS, ctx::close);
        }
    }

    private void giveUp(NetworkCounter counter, String why) {
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
        owner.partials().change(heldBytes, 0);
        heldBytes = 0;
        owner.forget(this);
        owner.leave(this);
        if (opened) {
            context.inbox().closed(flow, reason(new ClosedChannelException()));
        }
    }
}
