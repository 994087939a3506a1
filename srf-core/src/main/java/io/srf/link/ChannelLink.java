// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.srf.wire.Reply;
import io.srf.wire.WireCodec;
import io.srf.wire.WireException;
import io.srf.wire.WireMessage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a link over a channel: the last handler of its pipeline, which takes payloads and hands on messages.
 *
 * <p>Messages are received, and the end is told, on the channel's event loop; any thread may send, fail and close.
 */
final class ChannelLink<I extends WireMessage, O extends WireMessage> extends ChannelInboundHandlerAdapter
        implements Link<O> {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelLink.class);

    private final Channel channel;
    private final WireCodec<I, O> codec;
    private final FramePacing pacing;
    private final int maxOutboundBytes;
    private final Outbox outbox;
    private final BiConsumer<Link<O>, WireException> malformed;

    /** Set before the handler is added to the pipeline, so that nothing is received without it. */
    private @Nullable LinkListener<I> listener;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;

    /**
     * Makes an end of a link.
     *
     * @param maxOutboundBytes that may wait to be written
     * @param malformed is told of payloads that are no messages, or only in part
     */
    ChannelLink(
            Channel channel,
            WireCodec<I, O> codec,
            FramePacing pacing,
            int maxOutboundBytes,
            BiConsumer<Link<O>, WireException> malformed) {
        this.channel = channel;
        this.codec = codec;
        this.pacing = pacing;
        this.maxOutboundBytes = maxOutboundBytes;
        this.outbox = new Outbox(channel, pacing, maxOutboundBytes);
        this.malformed = malformed;
    }

    /** Sets who listens. */
    void listener(LinkListener<I> newListener) {
        listener = newListener;
    }

    @Override
    public void send(O message) {
        if (closing || !channel.isActive()) {
            return;
        }
        if (!outbox.add(message.id(), codec.encode(message))) {
            fail(new LinkException(
                    LinkException.Reason.OVERLOADED,
                    peer() + " does not read what is sent, expected: ≤ " + maxOutboundBytes + " bytes that wait"));
        }
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            outbox.end();
        }
    }

    /** Closes the link at once; the first failure is the one the listener hears of. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        closing = true;
        channel.close();
    }

    @Override
    public String peer() {
        return PeerNames.of(channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object payload) {
        try {
            I message = codec.decode((byte[]) payload);
            if (message instanceof Reply reply && pacing.answered(reply)) {
                outbox.wake();
            }
            if (listener != null && !closing) {
                listener.received(message);
            }
        } catch (WireException e) {
            if (!closing) {
                malformed.accept(this, e);
            }
        } catch (RuntimeException e) {
            LOG.error("a message from {} could not be handled", peer(), e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        if (listener != null) {
            listener.closed(failure.get());
        }
    }
}
