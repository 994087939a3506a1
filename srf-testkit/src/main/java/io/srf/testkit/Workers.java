// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs ordinary blocking code on virtual threads, in step with a {@link VirtualTime}.
 *
 * <p>A task begins when the thread that drives the time gets to it, one after the other, and each runs until it ends or
 * waits before the next begins and before time moves. A waiting task goes on when an event, or another task, completes what it
 * waits for. A task may wait for anything that code of this JVM completes, such as a future or a queue; not for the wall
 * clock ({@code Thread.sleep}, a timed {@code get}), which fails the run and shows where. What waits for a real socket looks as if
 * it waited for an event, so real I/O does not belong here; nor does holding a monitor while waiting. On JDK 24 and later
 * rest is known for certain and at once; before, it is assumed after a few milliseconds without a sign of life.
 *
 * <p>A task that throws fails the run. Threads: any may call {@code execute}.
 */
public final class Workers implements Executor {
    private static final int SPINS = 100;
    private static final long PAUSE_NANOS = 20_000;
    /** How often in a row all must be seen waiting to count as resting, where the carriers do not tell or work for others. */
    private static final int GRACE_LOOKS = SPINS + 100;

    private final Duration settling;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<AssertionError> failures = new ConcurrentLinkedQueue<>();
    private final Set<Thread> live = new LinkedHashSet<>();
    private final OwnThreads ownThreads = new OwnThreads();
    private long started;

    Workers(Duration settling) {
        this.settling = settling;
    }

    /** Hands over a task, which begins when the driving thread next lets the workers run. */
    @Override
    public void execute(Runnable task) {
        waiting.add(task);
    }

    /** The tasks that have not ended, each with its name and the place where it waits. */
    public synchronized List<String> unfinished() {
        List<String> all = new ArrayList<>();
        for (Thread thread : live) {
            if (thread.getState() != Thread.State.TERMINATED) {
                all.add(thread.getName() + " at " + place(thread));
            }
        }
        waiting.forEach(task -> all.add("a task that has not begun"));
        return all;
    }

    /** The tasks that have not ended, and the threads that tasks have started by themselves and that still run, with their stacks. */
    public List<String> stillRunning() {
        List<String> all = unfinished();
        all.addAll(ownThreads.running());
        return all;
    }

    /** Fails the run when it is next looked at. */
    void failed(AssertionError failure) {
        failures.add(failure);
    }

    /** Whether the calling thread runs one of these tasks. */
    public synchronized boolean isWorker() {
        return live.contains(Thread.currentThread());
    }

    /** Its task waits for what never comes, because its process is dead: it is not asked after any more. */
    synchronized void forget(Thread thread) {
        live.remove(thread);
    }

    /** Interrupts every task that has not ended, and drops those that have not begun. */
    public synchronized void close() {
        waiting.clear();
        live.forEach(Thread::interrupt);
    }

    /** Begins the task that waits longest; false if there is none. */
    boolean startNext() {
        Runnable task = waiting.poll();
        if (task == null) {
            return false;
        }
        synchronized (this) {
            String name = "worker-" + ++started;
            live.add(Thread.ofVirtual()
                    .name(name)
                    .uncaughtExceptionHandler((thread, failure) ->
                            failed(new AssertionError("a worker's task threw " + failure, failure)))
                    .start(() -> {
                        ownThreads.watch();
                        task.run();
                    }));
        }
        return true;
    }

    /**
     * Waits until every task has ended or waits.
     *
     * @throws AssertionError if one waits for the wall clock, has thrown, or still runs after the limit
     */
    void settle() {
        long begin = System.nanoTime();
        int quietLooks = 0;
        for (int looks = 0; !isEmpty(); looks++) {
            quietLooks = isQuiet() ? quietLooks + 1 : 0;
            boolean certain = quietLooks > 0 && CarrierThreads.areIdle() && isQuiet();
            if (certain || quietLooks > GRACE_LOOKS) {
                break;
            }
            if (System.nanoTime() - begin > settling.toNanos()) {
                throw new AssertionError("still running after " + settling + ":" + stacks(running()));
            }
            pause(quietLooks == 0 ? looks : quietLooks);
        }
        AssertionError failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    private static void pause(int looks) {
        if (looks < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private synchronized boolean isEmpty() {
        live.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        return live.isEmpty();
    }

    private synchronized boolean isQuiet() {
        for (Thread thread : live) {
            switch (thread.getState()) {
                case WAITING, TERMINATED -> {}
                case TIMED_WAITING -> throw waitsForTheWallClock(thread);
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private static AssertionError waitsForTheWallClock(Thread thread) {
        return new AssertionError(
                thread.getName() + " waits for the wall clock; under virtual time, wait through io.srf.time.Timers:"
                        + stacks(List.of(thread)));
    }

    private synchronized List<Thread> running() {
        return live.stream()
                .filter(thread ->
                        thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED)
                .toList();
    }

    static String stacks(List<Thread> threads) {
        StringBuilder text = new StringBuilder();
        for (Thread thread : threads) {
            text.append("\n  ")
                    .append(thread.getName())
                    .append(" (")
                    .append(thread.getState())
                    .append(')');
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
        }
        return text.toString();
    }

    /** The first frame that is not the JDK's. */
    private static String place(Thread thread) {
        Queue<StackTraceElement> frames = new ArrayDeque<>(List.of(thread.getStackTrace()));
        @Nullable StackTraceElement frame = frames.poll();
        while (!frames.isEmpty() && frame != null && frame.getClassName().startsWith("java.")) {
            frame = frames.poll();
        }
        return String.valueOf(frame);
    }
}
