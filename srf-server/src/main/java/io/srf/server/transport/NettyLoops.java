// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.srf.server.Shards;
import io.srf.time.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The event loops of an engine: threads that own sockets, and the calls of one shard each. */
public final class NettyLoops implements AutoCloseable {
    private static final int MAX_LOOPS = 1_024;
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final EventLoopGroup group;
    private final Map<EventLoop, NettyLoop> loops = new LinkedHashMap<>();
    private final Shards shards;

    /** Starts as many loops as {@link #defaultCount()} says. */
    public NettyLoops() {
        this(defaultCount());
    }

    /**
     * Starts this many loops.
     *
     * @param count 1 to 1,024
     */
    public NettyLoops(int count) {
        if (count < 1 || count > MAX_LOOPS) {
            throw new IllegalArgumentException("loops: " + count + ", expected 1 to " + MAX_LOOPS);
        }
        group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("srf-loop"), NioIoHandler.newFactory());
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            loops.put(loop, new NettyLoop(loop));
        }
        shards = new Shards(List.copyOf(loops.values()));
    }

    /**
     * One loop for up to two cores, else half as many as there are cores: applications and the kernel need the rest.
     */
    public static int defaultCount() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** The loops, one per shard. */
    public Shards shards() {
        return shards;
    }

    /** How many there are. */
    int count() {
        return loops.size();
    }

    /** What listening sockets are registered with; connections are spread over it. */
    public EventLoopGroup group() {
        return group;
    }

    /** The loop for the next socket. */
    IoEventLoop nextLoop() {
        return (IoEventLoop) group.next();
    }

    /** The timers whose tasks run on this loop, which must be one of these. */
    Timers timers(EventLoop loop) {
        NettyLoop known = loops.get(loop);
        if (known == null) {
            throw new IllegalArgumentException("not a loop of this engine: " + loop);
        }
        return known.timers();
    }

    /** Stops the loops after the tasks they have; waits for that, a few seconds at most. Not to be called on a loop. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT_MILLIS);
    }
}
