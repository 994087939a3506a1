// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.function.BooleanSupplier;

/**
 * Puts the frames of a WebSocket together, text and binary alike, and fires a {@code byte[]} for each message.
 *
 * <p>Text that is not UTF-8 ends the WebSocket with 1007 (RFC 6455 §8.1), a message that is too long with 1009 (§7.4.1), and both are told of with {@link WebSocketUpgrade.Refused}. Pings are answered, a message of only line ends with CRLF (RFC 5626 §3.5.1), and a close by closing.
 */
final class WebSocketMessages extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final String NOT_UTF8 = "a text that is not UTF-8";
    private static final byte[] PONG = {'\r', '\n'};

    private final int maxMessageBytes;
    private final BooleanSupplier hears;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
    private boolean isText;
    private boolean isBroken;

    /** Of up to this many bytes; {@code hears} says at each ping whether it is answered. */
    WebSocketMessages(int maxMessageBytes, BooleanSupplier hears) {
        this.maxMessageBytes = maxMessageBytes;
        this.hears = hears;
    }

    /** How much of an incomplete message is kept. */
    int heldBytes() {
        return begun.size();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        switch (frame) {
            case PingWebSocketFrame ping -> pong(ctx, ping);
            case PongWebSocketFrame pong -> {}
            case CloseWebSocketFrame close ->
                ctx.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                        .addListener(ChannelFutureListener.CLOSE);
            default -> data(ctx, frame);
        }
    }

    private void pong(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
        if (hears.getAsBoolean()) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private void data(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (isBroken) {
            return;
        }
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            isText = frame instanceof TextWebSocketFrame;
        }
        ByteBuf content = frame.content();
        if (begun.size() + content.readableBytes() > maxMessageBytes) {
            end(
                    ctx,
                    WebSocketCloseStatus.MESSAGE_TOO_BIG,
                    "message too long, expected at most " + maxMessageBytes + " bytes");
            return;
        }
        byte[] bytes = ByteBufUtil.getBytes(content);
        if (frame.isFinalFragment() && !(frame instanceof ContinuationWebSocketFrame)) {
            message(ctx, bytes);
            return;
        }
        begun.writeBytes(bytes);
        if (frame.isFinalFragment()) {
            byte[] whole = begun.toByteArray();
            begun.reset();
            message(ctx, whole);
        }
    }

    private void message(ChannelHandlerContext ctx, byte[] message) {
        if (isText && !Utf8.is(message)) {
            end(ctx, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, NOT_UTF8);
        } else if (!isLineEnds(message)) {
            ctx.fireChannelRead(message);
        } else if (message.length > PONG.length && hears.getAsBoolean()) {
            ctx.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(PONG)));
        }
    }

    private void end(ChannelHandlerContext ctx, WebSocketCloseStatus why, String problem) {
        isBroken = true;
        begun.reset();
        ctx.writeAndFlush(new CloseWebSocketFrame(why))
                .addListener(written -> ctx.fireUserEventTriggered(new WebSocketUpgrade.Refused(problem)));
    }

    private static boolean isLineEnds(byte[] message) {
        for (byte b : message) {
            if (b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }
}
