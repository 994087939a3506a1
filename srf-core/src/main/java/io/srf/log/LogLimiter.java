// SPDX-License-Identifier: Apache-2.0
package io.srf.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a log readable under a flood: one line per source and interval.
 *
 * <p>Memory is fixed: sources are spread over {@value #SLOTS} slots, and those that share a slot share its line. So
 * there are never more than {@value #SLOTS} lines per interval. Any thread may use it.
 */
public final class LogLimiter {
    /** How many sources are told apart; a power of two. */
    public static final int SLOTS = 1_024;

    /** How often a source of trouble gets a line in the log, unless something else is wanted. */
    public static final Duration INTERVAL = Duration.ofSeconds(30);

    /** The answer that means: write nothing. */
    public static final long HOLD_BACK = -1;

    private final AtomicReferenceArray<@Nullable Slot> slots = new AtomicReferenceArray<>(SLOTS);
    private final long intervalNanos;
    private final LongSupplier nanoTime;

    /**
     * Allows one line per source in each interval.
     *
     * @param nanoTime a clock that never goes back
     */
    public LogLimiter(Duration interval, LongSupplier nanoTime) {
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Allows one line per source in each {@link #INTERVAL} of real time. */
    public LogLimiter() {
        this(INTERVAL, System::nanoTime);
    }

    /** For the end of a line: how many were held back since the last, or "". */
    public static String since(long heldBack) {
        return heldBack == 0 ? "" : " (" + heldBack + " more since the last such line)";
    }

    /**
     * Asks whether to write a line about this source now.
     *
     * @param source anything with a good {@code hashCode}
     * @return {@link #HOLD_BACK}, or the number of lines held back since the last one
     */
    public long permit(Object source) {
        int hash = source.hashCode() * 0x9E3779B9;
        int index = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        long now = nanoTime.getAsLong();
        Slot slot = slots.get(index);
        if (slot != null && now - slot.since < intervalNanos) {
            slot.heldBack.increment();
            return HOLD_BACK;
        }
        if (!slots.compareAndSet(index, slot, new Slot(now, new LongAdder()))) {
            return HOLD_BACK;
        }
        return slot == null ? 0 : slot.heldBack.sum();
    }

    private record Slot(long since, LongAdder heldBack) {}
}
