// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Messages one behind the other, each with its Content-Length (RFC 3261 §18.3). */
final class StreamFraming implements Framing {
    private final SipStreamDecoder decoder;

    /** Of messages of up to this many bytes; {@code hears} says at each ping whether it is answered. */
    StreamFraming(int maxMessageBytes, BooleanSupplier hears) {
        decoder = new SipStreamDecoder(maxMessageBytes, hears);
    }

    @Override
    public void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(decoder);
    }

    @Override
    public Object frame(byte[] message) {
        return Unpooled.wrappedBuffer(message);
    }

    /** None: only who connects may ask for answers, and peers need not give them (RFC 5626 §3.5.1). */
    @Override
    public @Nullable Object ping() {
        return null;
    }

    @Override
    public int heldBytes() {
        return decoder.heldBytes();
    }
}
