// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import org.jspecify.annotations.Nullable;

/** The handshake of RFC 6455 with SIP inside, whose decoder tells how much it keeps. */
final class SipHandshaker extends WebSocketServerHandshaker13 {
    private @Nullable Decoder decoder;

    SipHandshaker(String uri, WebSocketDecoderConfig limits) {
        super(uri, WebSocketUpgrade.SIP, limits);
    }

    @Override
    protected WebSocketFrameDecoder newWebsocketDecoder() {
        Decoder made = new Decoder(decoderConfig());
        decoder = made;
        return made;
    }

    /** How much of an incomplete frame is kept. */
    int heldBytes() {
        return decoder == null ? 0 : decoder.heldBytes();
    }

    private static final class Decoder extends WebSocket13FrameDecoder {
        Decoder(WebSocketDecoderConfig limits) {
            super(limits);
        }

        int heldBytes() {
            return actualReadableBytes();
        }
    }
}
