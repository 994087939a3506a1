// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Cuts SIP messages out of a stream (RFC 3261 §18.3): fires a {@code byte[]} for each, from the first byte of its
 * start line to the last of its body.
 *
 * <p>Line ends between messages are passed over; a double CRLF is a ping and is answered with one CRLF (RFC 5626
 * §3.5.1), once per read. What is no SIP message fires one {@link FramingException}; everything behind it is
 * discarded.
 */
final class SipStreamDecoder extends ByteToMessageDecoder {
    private static final byte[] PONG = {'\r', '\n'};
    private static final int PING_BYTES = 4;

    private final int maxMessageBytes;
    private final BooleanSupplier hears;
    private StreamHead head;
    private int lineEndBytes;
    private boolean pinged;
    private boolean broken;

    /** Cuts messages of up to this many bytes; {@code hears} says at each ping whether it is answered. */
    SipStreamDecoder(int maxMessageBytes, BooleanSupplier hears) {
        this.maxMessageBytes = maxMessageBytes;
        this.hears = hears;
        this.head = new StreamHead(maxMessageBytes);
    }

    /** How much of an incomplete message is kept. */
    int heldBytes() {
        return actualReadableBytes();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            cut(in, out);
        } catch (FramingException e) {
            broken = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    private void cut(ByteBuf in, List<Object> out) {
        skipLineEnds(in);
        if (in.isReadable() && head.scan(in) && in.readableBytes() >= head.messageBytes()) {
            byte[] message = new byte[head.messageBytes()];
            in.readBytes(message);
            out.add(message);
            head = new StreamHead(maxMessageBytes);
            lineEndBytes = 0;
        }
    }

    /** Only between messages: the first byte of a message is none of these. */
    private void skipLineEnds(ByteBuf in) {
        while (in.isReadable()) {
            byte b = in.getByte(in.readerIndex());
            if (b != '\r' && b != '\n') {
                checkFirst(b);
                return;
            }
            in.skipBytes(1);
            boolean expected = (b == '\r') == (lineEndBytes % 2 == 0);
            lineEndBytes = expected ? lineEndBytes + 1 : 0;
            if (lineEndBytes == PING_BYTES) {
                pinged = true;
                lineEndBytes = 0;
            }
        }
    }

    /**
     * A method or a version begins with a letter or one of a few signs: what else comes first, such as TLS, is none of
     * ours.
     */
    private static void checkFirst(byte b) {
        boolean token =
                (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z') || "-.!%*_+`'~".indexOf(b) >= 0;
        if (!token) {
            throw new FramingException("no SIP, expected a method or SIP/2.0");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (pinged) {
            pinged = false;
            if (hears.getAsBoolean()) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(PONG), ctx.voidPromise());
            }
        }
        super.channelReadComplete(ctx);
    }
}
