// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap after its last collection, and Netty's buffers outside of it.
 *
 * <p>What a collection found is true for a while only, and without one nobody knows better: a reading that is older than
 * {@value #READING_SECONDS} s does not count. If the heap is full, the next collection is not far.
 */
final class JvmMemory implements MemoryGauge {
    private static final long READING_SECONDS = 10;
    private static final long READING_NANOS = READING_SECONDS * 1_000_000_000;
    private static final long LOOK_NANOS = 500_000_000;

    /** Those that a full collection cleans; the others are meant to be full. */
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
            .toList();

    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_NANOS);
    private volatile double share;
    private long lastUsed;
    private long lastChange;

    @Override
    public double share() {
        long now = System.nanoTime();
        long last = lookedAt.get();
        if (now - last >= LOOK_NANOS && lookedAt.compareAndSet(last, now)) {
            share = Math.max(heap(now), buffers());
        }
        return share;
    }

    private synchronized double heap(long now) {
        long used = 0;
        double worst = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage after = pool.getCollectionUsage();
            if (after != null && after.getMax() > 0) {
                used += after.getUsed();
                worst = Math.max(worst, (double) after.getUsed() / after.getMax());
            }
        }
        if (used != lastUsed) {
            lastUsed = used;
            lastChange = now;
        }
        return now - lastChange < READING_NANOS ? worst : 0;
    }

    private static double buffers() {
        long used = PlatformDependent.usedDirectMemory();
        long max = PlatformDependent.maxDirectMemory();
        return used > 0 && max > 0 ? (double) used / max : 0;
    }
}
