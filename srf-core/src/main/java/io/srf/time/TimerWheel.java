// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that wait for their time, for one thread: scheduling and cancelling cost the same however many wait.
 *
 * <p>Not thread-safe: its owner alone schedules, cancels and advances.
 *
 * <p>A hierarchy of six levels with 64 slots each. Level 0 has a slot for each tick of the present 64, level 1 for each 64 ticks of the present
 * 4,096, and so on; a task lies on the level where its tick first differs from the present one. When time reaches a slot above level 0, its
 * tasks move down. So every task of level n is due before every task of level n + 1, and the lowest occupied slot of the lowest occupied level is the
 * next to be looked at.
 */
public final class TimerWheel {
    /** The grain of time: a task runs up to this much late. */
    public static final long TICK_NANOS = 10_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
    private static final int LEVEL_BITS = 6;
    private static final int LEVELS = 6;
    private static final int SLOTS = 1 << LEVEL_BITS;
    /** About 21 years from the start; what is scheduled later waits until then. */
    private static final long LAST_TICK = (1L << (LEVEL_BITS * LEVELS)) - 1;

    private final long startNanos;
    private final Slot[] slots = new Slot[LEVELS * SLOTS];
    /** One bit for each slot of a level that holds a task. */
    private final long[] occupied = new long[LEVELS];

    private long tick;
    private int size;

    /** An empty wheel whose time is {@code nowNanos}. */
    public TimerWheel(long nowNanos) {
        startNanos = nowNanos;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(i / SLOTS, i % SLOTS);
        }
    }

    /**
     * Runs a task once, not before the deadline, and not before the next call of {@link #advanceTo}. Tasks of one tick run in the order they were
     * scheduled.
     *
     * @param deadlineNanos on the clock of {@link #advanceTo}; may be past
     * @return not thread-safe either
     */
    public Timer schedule(long deadlineNanos, Runnable task) {
        Scheduled scheduled = new Scheduled(task);
        schedule(deadlineNanos, scheduled);
        return scheduled;
    }

    /** Does the same with a task that is its own place in the wheel, and waits in none. */
    public void schedule(long deadlineNanos, Task task) {
        long due = -Math.floorDiv(startNanos - deadlineNanos, TICK_NANOS);
        task.due = Math.clamp(due, tick + 1, LAST_TICK);
        insert(task);
        size++;
    }

    private void insert(Task node) {
        long differing = tick ^ node.due;
        int level = differing == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / LEVEL_BITS;
        int index = (int) (node.due >>> (level * LEVEL_BITS)) & (SLOTS - 1);
        slots[level * SLOTS + index].add(node);
        occupied[level] |= 1L << index;
    }

    /**
     * Moves time forward and runs what is due. A task may schedule and cancel; one that throws is logged. Time does not move back.
     *
     * @return the number of tasks that ran
     */
    public int advanceTo(long nowNanos) {
        long target = Math.min((nowNanos - startNanos) / TICK_NANOS, LAST_TICK);
        int ran = 0;
        for (Slot next = nextSlot(); next != null && next.firstTick() <= target; next = nextSlot()) {
            tick = next.firstTick();
            if (next.level == 0) {
                ran += run(next);
            } else {
                moveDown(next);
            }
        }
        tick = Math.max(tick, target);
        return ran;
    }

    private int run(Slot slot) {
        int ran = 0;
        for (Task node = slot.first(); node != null; node = slot.first()) {
            node.takeOut();
            try {
                node.run();
            } catch (Throwable e) { // one task's failure is not to stop the others
                LOG.error("a timer's task failed", e);
            }
            ran++;
        }
        return ran;
    }

    private void moveDown(Slot slot) {
        for (Task node = slot.first(); node != null; node = slot.first()) {
            node.unlink();
            insert(node);
        }
    }

    private @Nullable Slot nextSlot() {
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                return slots[level * SLOTS + Long.numberOfTrailingZeros(occupied[level])];
            }
        }
        return null;
    }

    /**
     * The time at which {@link #advanceTo} next has something to do, which is no later than the tick of the first task; {@link Long#MAX_VALUE} if
     * none waits.
     */
    public long nextNanos() {
        Slot next = nextSlot();
        return next == null ? Long.MAX_VALUE : startNanos + next.firstTick() * TICK_NANOS;
    }

    /** The number of tasks that wait. */
    public int size() {
        return size;
    }

    /** A link in the ring of a slot. */
    abstract static class Ring {
        Ring next = this;
        Ring previous = this;
    }

    /** The tasks of one span of ticks, the first scheduled first. */
    private final class Slot extends Ring {
        final int level;
        final int index;

        Slot(int level, int index) {
            this.level = level;
            this.index = index;
        }

        /** The first tick of the span, given that it lies in the present turn of its level. */
        long firstTick() {
            int above = (level + 1) * LEVEL_BITS;
            return (tick >>> above << above) + ((long) index << (level * LEVEL_BITS));
        }

        @Nullable Task first() {
            return next instanceof Task task ? task : null;
        }

        void add(Task node) {
            node.slot = this;
            node.next = this;
            node.previous = previous;
            previous.next = node;
            previous = node;
        }

        void lost(Task node) {
            node.unlink();
            size--;
        }

        private void emptied() {
            if (next == this) {
                occupied[level] &= ~(1L << index);
            }
        }
    }

    /** What waits in a wheel for its time, and then runs. */
    public abstract static class Task extends Ring implements Runnable {
        private long due;
        /** Null while it does not wait. */
        private @Nullable Slot slot;

        /** Leaves the wheel without having run; does nothing if it does not wait. */
        public final void takeOut() {
            if (slot != null) {
                slot.lost(this);
            }
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            next = this;
            previous = this;
            if (slot != null) {
                slot.emptied();
                slot = null;
            }
        }
    }

    private static final class Scheduled extends Task implements Timer {
        private @Nullable Runnable task;

        Scheduled(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            Runnable due = task;
            task = null;
            if (due != null) {
                due.run();
            }
        }

        @Override
        public void cancel() {
            task = null;
            takeOut();
        }
    }
}
