// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The threads that read and write links: daemons, made when first needed and shared by all links of the process. */
final class EventLoops {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

    private EventLoops() {}

    static EventLoopGroup shared() {
        return Holder.LOOPS;
    }

    private static final class Holder {
        static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory("srf-link", true), NioIoHandler.newFactory());
    }
}
