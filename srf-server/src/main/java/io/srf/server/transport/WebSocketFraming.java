// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.function.BooleanSupplier;

/**
 * One message in each message of a WebSocket (RFC 7118 §5), which begins with an HTTP request of the peer.
 *
 * <p>What is UTF-8 goes out as text, which is what browsers expect, anything else as binary.
 */
final class WebSocketFraming implements Framing {
    /** Start line of the HTTP request, and all of its headers. */
    private static final int MAX_LINE_BYTES = 4_096;

    private static final int MAX_HEADER_BYTES = 16 * 1_024;

    private final WebSocketUpgrade upgrade;
    private final WebSocketMessages messages;

    /** Of messages of up to this many bytes; {@code hears} says at each ping whether it is answered. */
    WebSocketFraming(int maxMessageBytes, BooleanSupplier hears) {
        messages = new WebSocketMessages(maxMessageBytes, hears);
        upgrade = new WebSocketUpgrade(maxMessageBytes);
    }

    @Override
    public void addTo(ChannelPipeline pipeline) {
        HttpDecoderConfig limits =
                new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
        pipeline.addLast(new HttpServerCodec(limits)).addLast(upgrade).addLast(messages);
    }

    @Override
    public Object frame(byte[] message) {
        ByteBuf content = Unpooled.wrappedBuffer(message);
        return Utf8.is(message) ? new TextWebSocketFrame(content) : new BinaryWebSocketFrame(content);
    }

    @Override
    public Object ping() {
        return new PingWebSocketFrame();
    }

    @Override
    public int heldBytes() {
        return upgrade.heldBytes() + messages.heldBytes();
    }
}
