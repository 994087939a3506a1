// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.actor;

import io.srf.log.CallLogger;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one call one at a time, in the order they came, on the threads that bring them.
 *
 * <p>Whoever finds it idle runs its own task and those that others bring meanwhile; whoever finds it busy leaves the task and goes on. Nothing
 * waits and nothing is locked, therefore a task must not block. A task that posts to its own mailbox is followed by that task, it does not
 * contain it. What one task wrote, the next one sees.
 */
public final class Mailbox implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final String callId;

    /** A mailbox of the call with this Call-ID, or another name, which its log lines carry. */
    public Mailbox(String callId) {
        this.callId = callId;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A task that was left but not yet counted may be run in the turn of one that was counted; the latter then stays behind with a count of
     * 0, until whoever left the former counts it. Therefore even a thread that finds the mailbox idle looks for tasks that came before its own.
     */
    @Override
    public void execute(Runnable task) {
        if (unfinished.compareAndSet(0, 1)) {
            if (waiting.isEmpty()) {
                run(task);
            } else {
                waiting.add(task);
                runNext();
            }
        } else {
            waiting.add(task);
            if (unfinished.getAndIncrement() > 0) {
                return;
            }
            runNext();
        }
        while (unfinished.decrementAndGet() > 0) {
            runNext();
        }
    }

    private void runNext() {
        Runnable task = waiting.poll();
        if (task != null) {
            run(task);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            CallLogger.error(LOG, callId, "a step failed", e);
        }
    }
}
