// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.EventLoop;
import io.srf.server.Loop;
import io.srf.time.Timers;

/** A Netty event loop as the engine sees it. */
final class NettyLoop implements Loop {
    private final EventLoop loop;
    private final LoopTimers timers;

    NettyLoop(EventLoop loop) {
        this.loop = loop;
        this.timers = new LoopTimers(loop);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public int timersWaiting() {
        return timers.size();
    }
}
