// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.time.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Where stores are called, which may block, and what time it is there.
 *
 * @param executor must not run a task on the thread that hands it over
 */
public record StoreThreads(Timers timers, Executor executor) {
    /** The first Java version whose virtual threads let go of their carrier while they wait inside of a monitor (JEP 491). */
    private static final int UNPINNED = 24;

    /**
     * A thread per writer, which ends when there is nothing to write: virtual where a store can not pin it to its carrier, else a daemon.
     */
    public static StoreThreads of(Timers timers) {
        boolean virtual = Runtime.version().feature() >= UNPINNED;
        var threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
        return new StoreThreads(
                timers,
                Executors.newThreadPerTaskExecutor(threads.name("srf-store-", 0).factory()));
    }
}
