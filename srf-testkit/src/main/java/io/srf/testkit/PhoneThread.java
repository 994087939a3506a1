// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a phone in real time, a daemon named {@code phone-NAME}, and its timers.
 *
 * <p>What a task throws is kept, and thrown again by the test's next {@link #perform}.
 */
final class PhoneThread implements Timers {
    private final String name;
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable Thread own;
    private volatile @Nullable Throwable failure;

    PhoneThread(String name) {
        this.name = name;
        this.thread = new ScheduledThreadPoolExecutor(1, this::newThread);
        thread.setRemoveOnCancelPolicy(true);
    }

    private Thread newThread(Runnable task) {
        Thread created = Thread.ofPlatform().daemon().name("phone-" + name).unstarted(task);
        own = created;
        return created;
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
        Future<?> scheduled = thread.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Hands over a task; does nothing if the thread was stopped. */
    void execute(Runnable task) {
        try {
            thread.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            return; // nobody listens any more
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        };
    }

    void failed(Throwable thrown) {
        failure = thrown;
    }

    /** Runs an action on this thread and waits for its end; what it throws is thrown here. */
    void perform(Runnable action) {
        if (Thread.currentThread().equals(own)) {
            action.run();
            return;
        }
        rethrow();
        try {
            thread.submit(action).get();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(name + " is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException("it failed", e);
        }
    }

    private void rethrow() {
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw new AssertionError(name + " failed: " + thrown, thrown);
        }
    }

    void stop() {
        thread.shutdownNow();
    }
}
