// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Real time and timers whose tasks run on one event loop. */
final class LoopTimers implements Timers {
    private final EventLoop loop;

    LoopTimers(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        ScheduledFuture<?> future = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }
}
