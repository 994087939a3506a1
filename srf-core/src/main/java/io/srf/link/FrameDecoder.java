// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.srf.wire.WireException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into the payloads of its frames, {@code <decimal byte length>#<payload>}, and hands each on as a {@code byte[]}.
 *
 * <p>Every byte is looked at or copied once, however the stream is split; memory grows with what has arrived, not with what a length promises.
 * After an error the rest of the stream is ignored.
 */
final class FrameDecoder extends ChannelInboundHandlerAdapter {
    private static final int FIRST_ALLOCATION = 4 * 1024;

    private final int maxDigits;
    private final int maxPayload;

    private int digits;
    private long length;
    /** Null while the length is being read. */
    private byte @Nullable [] payload;

    private int filled;
    private long completed;
    private boolean broken;

    /**
     * Makes a decoder.
     *
     * @param maxPayload the longest payload; no length has more digits than this one
     */
    FrameDecoder(int maxPayload) {
        this.maxPayload = maxPayload;
        this.maxDigits = Integer.toString(maxPayload).length();
    }

    /** The number of frames that have been handed on. */
    long completed() {
        return completed;
    }

    /** Whether a frame has begun and not ended. */
    boolean isPartial() {
        return !broken && (digits > 0 || payload != null);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (!broken && in.isReadable()) {
                if (payload == null) {
                    readLength(in);
                }
                if (payload != null) {
                    readPayload(context, in, payload);
                }
            }
        } catch (WireException e) {
            broken = true;
            context.fireExceptionCaught(e);
        } finally {
            in.release();
        }
    }

    private void readLength(ByteBuf in) {
        while (in.isReadable()) {
            byte next = in.readByte();
            if (next == '#') {
                begin();
                return;
            }
            if (next < '0' || next > '9') {
                throw WireException.stream("a frame's length holds byte 0x" + Integer.toHexString(next & 0xff)
                        + ", expected digits and #");
            }
            if (++digits > maxDigits) {
                throw WireException.stream("a frame's length has more than " + maxDigits + " digits, expected: ≤ "
                        + maxPayload + " bytes");
            }
            length = length * 10 + (next - '0');
        }
    }

    private void begin() {
        if (digits == 0 || length <= 0 || length > maxPayload) {
            throw WireException.stream(
                    "a frame of " + (digits == 0 ? "no length" : length + " bytes") + ", expected: 1 to " + maxPayload);
        }
        payload = new byte[(int) Math.min(length, FIRST_ALLOCATION)];
        filled = 0;
    }

    private void readPayload(ChannelHandlerContext context, ByteBuf in, byte[] into) {
        int count = (int) Math.min(in.readableBytes(), length - filled);
        byte[] bytes = into;
        if (filled + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, Math.max(filled + count, bytes.length * 2L)));
            payload = bytes;
        }
        in.readBytes(bytes, filled, count);
        filled += count;
        if (filled == length) {
            payload = null;
            digits = 0;
            length = 0;
            completed++;
            context.fireChannelRead(bytes);
        }
    }
}
