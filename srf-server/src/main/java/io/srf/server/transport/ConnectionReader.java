// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import javax.net.ssl.SSLException;

/**
 * Reads what comes by one connection: hands messages on, and tells the connection that it is ready, or why nothing more
 * can be read. For the connection's loop alone.
 */
final class ConnectionReader extends SimpleChannelInboundHandler<byte[]> {
    private final TcpConnection connection;
    private final NetworkContext context;
    private final Framing framing;
    private final ConnectionWatch watch;
    private final ByteBudget partials;
    private int heldBytes;

    /** Reads for this connection; {@code partials} is what incomplete messages may hold. */
    ConnectionReader(
            TcpConnection connection,
            NetworkContext context,
            Framing framing,
            ConnectionWatch watch,
            ByteBudget partials) {
        this.connection = connection;
        this.context = context;
        this.framing = framing;
        this.watch = watch;
        this.partials = partials;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        watch.opened(connection.isAccepted());
        if (connection.peer().protocol() == Protocol.TCP) {
            connection.ready();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            connection.handshakeEnded();
            if (!handshake.isSuccess()) {
                tlsFailed(handshake.cause());
            } else if (connection.peer().protocol() == Protocol.TLS) {
                connection.ready();
            }
        } else if (event == WebSocketUpgrade.Opened.OPENED) {
            connection.ready();
        } else if (event instanceof WebSocketUpgrade.Refused refused) {
            connection.broken(refused.problem());
            connection.linger();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, byte[] message) {
        watch.messageEnded();
        context.inbox().received(NetworkCounter.STREAM_MESSAGES_IN, message, connection.flow());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!ctx.channel().isOpen()) {
            return;
        }
        int held = framing.heldBytes();
        watch.readEnded(held > 0 || !connection.isReady());
        boolean affordable = partials.change(heldBytes, held);
        heldBytes = held;
        if (!affordable) {
            connection.giveUp(NetworkCounter.PARTIAL_OVERFLOWS, "incomplete messages take too much memory");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            connection.giveUp(NetworkCounter.SLOW_READERS, "the peer does not read what is sent to it");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable caught) {
        Throwable cause = caught instanceof DecoderException && caught.getCause() instanceof IOException
                ? caught.getCause()
                : caught;
        if (cause instanceof FramingException error) {
            connection.broken(error.problem());
            answer(ctx, error);
        } else if (cause instanceof SSLException) {
            tlsFailed(cause);
        } else if (cause instanceof IOException) {
            connection.failed(cause);
            ctx.close();
        } else if (cause instanceof DecoderException) {
            connection.broken(String.valueOf(cause.getMessage()));
            ctx.close();
        } else {
            context.log().bug(NetworkCounter.READ_ERRORS, connection.peer().address(), cause);
            ctx.close();
        }
    }

    private void tlsFailed(Throwable cause) {
        connection.giveUp(NetworkCounter.HANDSHAKES_FAILED, "TLS failed: " + cause.getMessage());
    }

    /** Says why, if there is somebody to say it to. */
    private void answer(ChannelHandlerContext ctx, FramingException error) {
        byte[] refusal = Refusal.of(error);
        if (refusal == null) {
            ctx.close();
        } else {
            ctx.writeAndFlush(framing.frame(refusal)).addListener(written -> connection.linger());
        }
    }

    /** The connection is closed: what is left of a message will never be whole. */
    void closed() {
        partials.change(heldBytes, 0);
        heldBytes = 0;
    }
}
