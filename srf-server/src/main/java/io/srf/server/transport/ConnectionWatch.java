// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Says when a connection's peer takes too long: over one message, or silent altogether. For the connection's loop
 * alone, but for {@link #hold}.
 *
 * <p>A message has from the read that brought its first byte until its end; bytes in between do not help. The idle
 * timer is not moved with every read: when it fires it looks at when the last read was.
 */
final class ConnectionWatch {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Timers timers;
    private final ConnectionTimes times;
    private final BiConsumer<NetworkCounter, String> late;
    private final @Nullable Runnable ping;
    private final AtomicInteger holds = new AtomicInteger();
    private long lastRead;
    private @Nullable Timer message;
    private @Nullable Timer idle;

    /**
     * Tells {@code late} what to count and why to close.
     *
     * @param ping asks a silent peer for an answer; null if it need not give one
     */
    ConnectionWatch(
            Timers timers, ConnectionTimes times, BiConsumer<NetworkCounter, String> late, @Nullable Runnable ping) {
        this.timers = timers;
        this.times = times;
        this.late = late;
        this.ping = ping;
    }

    /** While more than none hold it, a peer that is not pinged may be silent; by any thread. */
    void hold(int change) {
        holds.addAndGet(change);
    }

    /** The connection is open. */
    void opened(boolean messageExpected) {
        lastRead = timers.nanoTime();
        watchIdle(ping == null ? limit() : Math.min(limit(), times.ping().toMillis()));
        if (messageExpected) {
            watchMessage();
        }
    }

    /** A message was complete. */
    void messageEnded() {
        if (message != null) {
            message.cancel();
            message = null;
        }
    }

    /** Some bytes were read, and there is an incomplete message left or not. */
    void readEnded(boolean inMessage) {
        lastRead = timers.nanoTime();
        if (!inMessage) {
            messageEnded();
        } else if (message == null) {
            watchMessage();
        }
    }

    /** The connection is closed. */
    void stop() {
        messageEnded();
        if (idle != null) {
            idle.cancel();
            idle = null;
        }
    }

    private void watchMessage() {
        long millis = times.message().toMillis();
        message = timers.schedule(
                millis, () -> late.accept(NetworkCounter.SLOW_SENDERS, "no whole message within " + millis + " ms"));
    }

    private void watchIdle(long millis) {
        idle = timers.schedule(Math.max(1, millis), this::checkIdle);
    }

    private void checkIdle() {
        long limit = limit();
        long silent = (timers.nanoTime() - lastRead) / NANOS_PER_MILLI;
        if (silent >= limit && ping == null && holds.get() > 0) {
            watchIdle(limit);
        } else if (silent >= limit) {
            late.accept(NetworkCounter.IDLE_CONNECTIONS, "nothing came for " + silent + " ms");
        } else if (ping == null) {
            watchIdle(limit - silent);
        } else if (silent >= times.ping().toMillis()) {
            ping.run();
            watchIdle(limit - silent);
        } else {
            watchIdle(Math.min(limit, times.ping().toMillis()) - silent);
        }
    }

    /** How long the peer may be silent: one that is pinged, for as long again. */
    private long limit() {
        long idle = times.idle().toMillis();
        return ping == null ? idle : Math.min(idle, 2 * times.ping().toMillis());
    }
}
