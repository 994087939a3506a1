// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.actor;

import io.srf.log.CallLogger;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the application's code for one dialog one piece at a time and in order, on another executor, where it may block.
 *
 * <p>It occupies a thread of that executor only while there is something to run.
 */
public final class SerialExecutor implements Executor {
    /** How much may wait behind a listener that does not return; more is refused. */
    public static final int MAX_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Executor threads;
    private final String callId;

    /**
     * Runs on these threads.
     *
     * @param callId of the call, or another name, which the log lines carry
     */
    public SerialExecutor(Executor threads, String callId) {
        this.threads = threads;
        this.callId = callId;
    }

    /**
     * Runs the task after those before it.
     *
     * @throws RejectedExecutionException if {@link #MAX_WAITING} tasks wait already, or the threads are shut down
     */
    @Override
    public void execute(Runnable task) {
        if (unfinished.get() > MAX_WAITING) {
            throw new RejectedExecutionException(
                    "call " + callId + ": " + MAX_WAITING + " events wait for a listener that does not return");
        }
        waiting.add(task);
        if (unfinished.getAndIncrement() == 0) {
            start(task);
        }
    }

    /**
     * The same; what there is no room for is logged and not run.
     *
     * @param otherwise what becomes of it then, for people to read
     * @return whether it will be run
     */
    public boolean tryExecute(Runnable task, String otherwise) {
        try {
            execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            CallLogger.warn(LOG, callId, "{}: {}", otherwise, e.getMessage());
            return false;
        }
    }

    private void start(Runnable first) {
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            waiting.remove(first);
            if (unfinished.decrementAndGet() > 0) {
                startForOthers();
            }
            throw e;
        }
    }

    /** Those who have left tasks meanwhile were told that they will be run. */
    private void startForOthers() {
        do {
            try {
                threads.execute(this::drain);
                return;
            } catch (RejectedExecutionException e) {
                waiting.poll();
                CallLogger.warn(LOG, callId, "a task that was taken is lost: {}", e.getMessage());
            }
        } while (unfinished.decrementAndGet() > 0);
    }

    private void drain() {
        do {
            Runnable task = waiting.poll();
            if (task != null) {
                run(task);
            }
        } while (unfinished.decrementAndGet() > 0);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            CallLogger.error(LOG, callId, "the application's code failed", e);
        }
    }
}
