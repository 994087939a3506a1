// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.Loop;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop on the test's thread whose time passes when the test says so. Tasks of one moment run in the order they were scheduled. */
final class VirtualLoop implements Loop, Timers {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Task> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long millis;
    private long scheduled;

    private record Task(long due, long number, Runnable work) {}

    /** Milliseconds since the beginning. */
    long millis() {
        return millis;
    }

    @Override
    public int timersWaiting() {
        return waiting.size();
    }

    /** Runs what has been handed over. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass. */
    void advance(long by) {
        advanceTo(millis + by);
    }

    /** Lets time pass up to this millisecond and all that is due in it. */
    void advanceTo(long end) {
        runTasks();
        while (!waiting.isEmpty() && waiting.peek().due <= end) {
            Task task = waiting.poll();
            millis = task.due;
            task.work.run();
            runTasks();
        }
        millis = end;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public Timers timers() {
        return this;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public long nanoTime() {
        return millis * 1_000_000;
    }

    @Override
    public Timer schedule(long delayMillis, Runnable work) {
        Task task = new Task(millis + delayMillis, scheduled++, work);
        waiting.add(task);
        return () -> waiting.remove(task);
    }
}
