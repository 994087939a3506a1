// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/** How SIP messages lie in what a connection carries. For the connection's loop alone. */
interface Framing {
    /** Adds what fires a {@code byte[]} for each message, and a {@link FramingException} for what is none. */
    void addTo(ChannelPipeline pipeline);

    /** A message as the pipeline writes it. */
    Object frame(byte[] message);

    /** What a peer has to answer, as the pipeline writes it; null if there is no such thing. */
    @Nullable Object ping();

    /** How much of incomplete messages is kept, in bytes. */
    int heldBytes();
}
