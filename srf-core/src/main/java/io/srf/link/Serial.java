// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order, without a thread or a lock: whoever finds it idle runs his task at once and whatever others add meanwhile;
 * whoever finds it busy leaves his task there. A task added by a task runs after it.
 */
final class Serial {
    private static final Logger LOG = LoggerFactory.getLogger(Serial.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    void run(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            do {
                runOne();
            } while (waiting.decrementAndGet() != 0);
        }
    }

    private void runOne() {
        Runnable task = tasks.poll();
        try {
            if (task != null) {
                task.run();
            }
        } catch (Throwable e) {
            LOG.error("a task of a link failed", e);
        }
    }
}
