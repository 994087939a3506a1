// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, from before it is open until it is closed.
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
    private final InetSocketAddress remote;
    private final SipStreamDecoder decoder;
    private final Timers timers;
    private final ConnectionWatch watch;
    private final Flow flow;
    private @Nullable Channel channel;
    private @Nullable Throwable failure;
    private @Nullable Timer linger;
    private int unflushedBytes;
    private int heldBytes;

    /** Makes a connection without a channel; {@code flow} makes what its messages are said to come by. */
    TcpConnection(TcpConnections owner, EventLoop loop, InetSocketAddress remote, Function<TcpConnection, Flow> flow) {
        this.owner = owner;
        this.context = owner.context();
        this.loop = loop;
        this.remote = remote;
        this.decoder = new SipStreamDecoder(context.options().messages().maxMessageBytes());
        this.timers = context.loops().timers(loop);
        this.watch = new ConnectionWatch(timers, context.options().times(), this::giveUp);
        this.flow = flow.apply(this);
    }

    InetSocketAddress remote() {
        return remote;
    }

    Flow flow() {
        return flow;
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

    private void write(byte[] message, Consumer<Throwable> onFailure) {
        Channel target = failure == null && channel == null ? dial() : channel;
        if (failure != null || target == null) {
            onFailure.accept(reason(new ClosedChannelException()));
            return;
        }
        target.write(Unpooled.wrappedBuffer(message)).addListener(written -> {
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
        if (!owner.enter(this)) {
            refuse(NetworkCounter.CONNECTIONS_REFUSED, new IOException("no more connections may be opened"));
            return null;
        }
        try {
            SocketChannel opening = new NioSocketChannel();
            attach(opening);
            loop.register(opening).addListener(registered -> connect(opening, dialed, registered.cause()));
            return opening;
        } catch (ChannelException e) {
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
        opening.connect(remote, dialed.source()).addListener(connected -> {
            if (!connected.isSuccess()) {
                refuse(NetworkCounter.CONNECTS_FAILED, connected.cause());
                opening.close();
            }
        });
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
        newChannel.closeFuture().addListener(closed -> closed());
        newChannel.pipeline().addLast(decoder, this);
    }

    /** There will be no connection, and the next message to this peer is to try another. */
    private void refuse(NetworkCounter counter, Throwable cause) {
        failure = cause;
        owner.forget(this);
        String message = cause.getMessage();
        context.log().warn(counter, remote, message != null ? message : cause.toString());
    }

    /** The failure that led to this one, if there is any. */
    private Throwable reason(Throwable cause) {
        Throwable first = failure;
        return first != null ? first : cause;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        watch.opened(isAccepted());
        owner.opened(this);
        ctx.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, byte[] message) {
        watch.messageEnded();
        context.inbox().received(NetworkCounter.STREAM_MESSAGES_IN, message, flow);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        int held = decoder.heldBytes();
        watch.readEnded(held > 0);
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
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof FramingException error) {
            context.log().warn(NetworkCounter.FRAMING_ERRORS, remote, error.problem());
            answer(ctx, error);
        } else if (cause instanceof IOException) {
            failure = reason(cause);
            ctx.close();
        } else {
            context.log().bug(NetworkCounter.READ_ERRORS, remote, cause);
            ctx.close();
        }
    }

    /** Says why, and closes when the peer has had time to read it: closing at once would discard what is on its way. */
    private void answer(ChannelHandlerContext ctx, FramingException error) {
        failure = new IOException("the stream was broken: " + error.problem());
        owner.forget(this);
        watch.stop();
        byte[] refusal = Refusal.of(error);
        if (refusal == null || !(ctx.channel() instanceof DuplexChannel duplex)) {
            ctx.close();
            return;
        }
        ctx.writeAndFlush(Unpooled.wrappedBuffer(refusal)).addListener(written -> duplex.shutdownOutput());
        linger = timers.schedule(LINGER_MILLIS, ctx::close);
    }

    private void giveUp(NetworkCounter counter, String why) {
        if (failure == null) {
            failure = new IOException(why);
            context.log().warn(counter, remote, why);
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
        if (linger != null) {
            linger.cancel();
        }
        owner.partials().change(heldBytes, 0);
        heldBytes = 0;
        owner.forget(this);
        owner.leave(this);
    }
}
