// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionStoreException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of a store: one that checks on those that wait, and those that look for servers, which end when they are done. */
final class Background implements AutoCloseable {
    /** How long an interrupt may go unnoticed. */
    private static final long CHECK_MILLIS = 20;

    private static final ThreadFactory DAEMONS =
            Thread.ofPlatform().daemon().name("srf-redis-", 0).factory();

    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(DAEMONS);
    private final ExecutorService tasks = Executors.newCachedThreadPool(DAEMONS);

    /**
     * Starts.
     *
     * @param check is run again and again
     */
    Background(Runnable check) {
        checks.scheduleWithFixedDelay(check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs a task that may block.
     *
     * @throws SessionStoreException if this is closed
     */
    void execute(Runnable task) {
        try {
            tasks.execute(task);
        } catch (RejectedExecutionException e) {
            throw new SessionStoreException("the store is closed", e);
        }
    }

    /** Lets go of the threads; a task that runs is finished by its thread. */
    @Override
    public void close() {
        checks.shutdown();
        tasks.shutdown();
    }
}
