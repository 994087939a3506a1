// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.time.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.LoggerFactory;

/**
 * One thread of the engine and its timers; in tests a virtual one.
 *
 * <p>What belongs to a shard is touched by its loop alone, so nothing there is locked. Tasks run one at a time, in the order they were handed
 * over, and must not block. Every method may be called by any thread.
 */
public interface Loop extends Executor {
    /**
     * Runs a task on this loop, always later and never within this call.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the loop has stopped
     */
    @Override
    void execute(Runnable task);

    /** Runs a task as {@link #execute} does; not at all if the loop has stopped, as has then what the task was for. */
    default void later(Runnable task) {
        try {
            execute(task);
        } catch (RejectedExecutionException e) {
            LoggerFactory.getLogger(Loop.class).debug("the loop has stopped, so has what it was to do", e);
        }
    }

    /** Whether the calling thread is this loop's. */
    boolean inLoop();

    /** The clock and timers of this loop. Tasks run on it; they may be scheduled and cancelled from any thread. */
    Timers timers();

    /** The number of timers that wait, in calls and for anything else; for the loop alone. */
    int timersWaiting();
}
