// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a WebSocket of an HTTP connection whose first request asks for one with sub-protocol {@code sip} (RFC 6455 §4.2,
 * RFC 7118 §4), and tells the handlers behind it with {@link Opened}. Every other request is refused, and told of
 * with {@link Refused}.
 */
final class WebSocketUpgrade extends SimpleChannelInboundHandler<HttpObject> {
    /** The sub-protocol of SIP (RFC 7118 §4.1). */
    static final String SIP = "sip";

    /** The version of WebSockets (RFC 6455 §4.1). */
    static final String VERSION = "13";

    private final int maxMessageBytes;
    private @Nullable SipHandshaker handshaker;
    private boolean refused;

    /** The WebSocket is open. */
    enum Opened {
        /** As said. */
        OPENED
    }

    /** There will be no WebSocket, or no longer, and the peer has been told why. */
    record Refused(String problem) {}

    WebSocketUpgrade(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    int heldBytes() {
        return handshaker == null ? 0 : handshaker.heldBytes();
    }

    @Override
    public boolean acceptInboundMessage(Object message) {
        return message instanceof HttpObject;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (handshaker == null && !refused && message instanceof HttpRequest request) {
            String problem = problem(request);
            if (problem == null) {
                upgrade(ctx, request);
            } else {
                refuse(ctx, problem);
            }
        }
    }

    private static @Nullable String problem(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return "unreadable HTTP";
        }
        if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return "no WebSocket, expected an upgrade to one";
        }
        if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return "another version of WebSockets, expected " + VERSION;
        }
        boolean speaksSip = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(protocol -> protocol.strip().equals(SIP));
        return speaksSip ? null : "sub-protocol " + SIP + " is missing";
    }

    private void upgrade(ChannelHandlerContext ctx, HttpRequest request) {
        WebSocketDecoderConfig limits = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxMessageBytes)
                .allowExtensions(false)
                .build();
        SipHandshaker shaking = new SipHandshaker(request.uri(), limits);
        handshaker = shaking;
        DefaultFullHttpRequest whole = new DefaultFullHttpRequest(
                request.protocolVersion(), request.method(), request.uri(), Unpooled.EMPTY_BUFFER);
        whole.headers().set(request.headers());
        try {
            shaking.handshake(ctx.channel(), whole).addListener(done -> {
                if (done.isSuccess()) {
                    ctx.fireUserEventTriggered(Opened.OPENED);
                } else {
                    ctx.close();
                }
            });
        } catch (WebSocketHandshakeException e) {
            handshaker = null;
            refuse(ctx, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(ChannelHandlerContext ctx, String problem) {
        refused = true;
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.UPGRADE_REQUIRED,
                Unpooled.copiedBuffer(problem + '\n', StandardCharsets.US_ASCII));
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, "Upgrade, close")
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION)
                .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SIP)
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        ctx.writeAndFlush(response).addListener(written -> ctx.fireUserEventTriggered(new Refused(problem)));
    }
}
