// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/**
 * Writes what goes over one connection. For the connection's loop alone.
 *
 * <p>Messages wait in the channel's own buffer, before the connection is open and while the peer reads slowly. Those of
 * one turn of the loop go out with one flush.
 */
final class ConnectionWriter {
    /** More than this does not wait for the end of the loop's turn. */
    private static final int MAX_UNFLUSHED_BYTES = 64 * 1024;

    private final TcpConnection connection;
    private final EventLoop loop;
    private final NetworkLog log;
    private final Framing framing;
    private int unflushedBytes;

    ConnectionWriter(TcpConnection connection, EventLoop loop, NetworkLog log, Framing framing) {
        this.connection = connection;
        this.loop = loop;
        this.log = log;
        this.framing = framing;
    }

    /** Queues a message, and has it flushed if the channel is active; else whoever makes it active flushes. */
    void write(Channel channel, byte[] message, Consumer<Throwable> onFailure) {
        channel.write(framing.frame(message)).addListener(written -> {
            if (written.isSuccess()) {
                log.count(NetworkCounter.STREAM_MESSAGES_OUT);
            } else {
                onFailure.accept(connection.reason(written.cause()));
            }
        });
        if (channel.isActive()) {
            flush(channel, message.length);
        }
    }

    private void flush(Channel channel, int added) {
        unflushedBytes += added;
        if (unflushedBytes == added) {
            loop.execute(() -> flushNow(channel));
        } else if (unflushedBytes > MAX_UNFLUSHED_BYTES) {
            flushNow(channel);
        }
    }

    private void flushNow(Channel channel) {
        unflushedBytes = 0;
        channel.flush();
    }

    /** Asks the peer for a sign of life, if the framing has such a thing. */
    void ping(Channel channel) {
        Object ping = framing.ping();
        if (ping != null) {
            channel.writeAndFlush(ping);
        }
    }
}
