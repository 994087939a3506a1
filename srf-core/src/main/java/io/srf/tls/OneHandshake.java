// SPDX-License-Identifier: Apache-2.0
package io.srf.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * TLS with one handshake for each connection. TLS 1.2 lets a peer ask for more (RFC 5246 §7.4.1.1), which would have the other end compute for hours on one connection that was
 * counted once.
 */
public final class OneHandshake extends SslHandler {
    /** The type of the records of handshakes (RFC 5246 §6.2.1). TLS 1.3 writes another one outside once the first is done. */
    private static final byte HANDSHAKE = 22;

    /** Computes on the event loop. */
    public OneHandshake(SSLEngine engine) {
        super(engine);
    }

    /** Computes there. */
    public OneHandshake(SSLEngine engine, Executor arithmetic) {
        super(engine, arithmetic);
    }

    /** Takes one record at a time, and is called at the beginning of each. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws SSLException {
        if (handshakeFuture().isSuccess()
                && in.isReadable()
                && in.getByte(in.readerIndex()) == HANDSHAKE
                && context.channel().isOpen()) {
            in.skipBytes(in.readableBytes());
            throw new SSLHandshakeException("a second handshake, expected one for each connection");
        }
        super.decode(context, in, out);
    }
}
