// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.srf.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to be written to a channel.
 *
 * <p>Any thread may {@link #add}; the channel's event loop alone writes. However many frames are added before the loop gets round to it, it is woken
 * once, writes them into few buffers, and flushes once.
 */
final class Outbox {
    /** How long a closing link may take to get rid of what it has to say, and the peer to close too. */
    static final int CLOSE_MILLIS = 2_000;

    /** How long a paced frame's reply is waited for; an engine may have none to give. */
    static final int PACED_REPLY_MILLIS = 2_000;

    private static final int BATCH_BYTES = 64 * 1024;

    /** So many batches are written before a flush, however much is added meanwhile. */
    private static final int BATCHES_PER_FLUSH = 16;

    private final Channel channel;
    private final FramePacing pacing;
    private final int maxBytes;

    private final Queue<Frame> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong unwritten = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean ending;
    /** These are touched by the loop alone. */
    private boolean ended;

    private boolean spoken;

    /**
     * Makes an empty outbox.
     *
     * @param maxBytes that may wait, here and in the channel
     */
    Outbox(Channel channel, FramePacing pacing, int maxBytes) {
        this.channel = channel;
        this.pacing = pacing;
        this.maxBytes = maxBytes;
    }

    /** A payload and the length that stands in front of it. */
    private record Frame(String messageId, byte[] prefix, Payload payload) {
        static Frame of(String messageId, Payload payload) {
            return new Frame(messageId, (payload.length() + "#").getBytes(StandardCharsets.ISO_8859_1), payload);
        }

        int bytes() {
            return prefix.length + payload.length();
        }

        void writeTo(ByteBuf out) {
            out.writeBytes(prefix).writeBytes(payload.leader()).writeBytes(payload.sip());
        }
    }

    /**
     * Adds a frame.
     *
     * @throws LinkException if it is larger than the peer can read
     * @return false if more waits now than may
     */
    boolean add(String messageId, Payload payload) {
        Frame frame = Frame.of(messageId, payload);
        pacing.check(frame.bytes());
        if (unwritten.addAndGet(frame.bytes()) > maxBytes) {
            return false;
        }
        waiting.add(frame);
        wake();
        return true;
    }

    /** Closes the channel after what was added before, or after {@link #CLOSE_MILLIS}. */
    void end() {
        ending = true;
        wake();
        inLoop(() -> {
            var deadline = channel.eventLoop().schedule(() -> channel.close(), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> deadline.cancel(false));
        });
    }

    /** Has the loop write what may be written. */
    void wake() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            inLoop(this::drain);
        }
    }

    private void inLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            channel.close(); // the loop has ended, and its channels with it
        }
    }

    private void drain() {
        scheduled.set(false);
        int batches = 0;
        while (batches < BATCHES_PER_FLUSH && pacing.isOpen() && !waiting.isEmpty()) {
            writeBatch();
            batches++;
        }
        if (batches > 0) {
            channel.flush();
        }
        if (batches == BATCHES_PER_FLUSH) {
            wake();
        }
        if (ending && !ended && waiting.isEmpty()) {
            ended = true;
            closeGently();
        }
    }

    private void writeBatch() {
        ByteBuf batch = channel.alloc().ioBuffer((int) Math.min(unwritten.get(), BATCH_BYTES));
        while (pacing.isOpen() && batch.readableBytes() < BATCH_BYTES) {
            Frame next = waiting.poll();
            if (next == null) {
                break;
            }
            next.writeTo(batch);
            if (!pacing.wrote(next.messageId(), next.bytes())) {
                waitForReply(next.messageId());
            }
        }
        int bytes = batch.readableBytes();
        spoken = true;
        channel.write(batch).addListener(done -> unwritten.addAndGet(-bytes));
    }

    private void waitForReply(String messageId) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (pacing.release(messageId)) {
                                wake();
                            }
                        },
                        PACED_REPLY_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /**
     * Ends the stream in this direction and leaves the closing to the peer: closing at once, with bytes from the peer unread, would reset the
     * connection, and what was written last might be lost. Who was told nothing has nothing to lose.
     */
    private void closeGently() {
        if (!spoken) {
            channel.close();
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel instanceof DuplexChannel duplex && channel.pipeline().get(SslHandler.class) == null) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }
}
