// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sees network buffers that became garbage without having been released. One for the process, as the detector of Netty is. */
final class LeakedBuffers {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private LeakedBuffers() {}

    /** Has every buffer tracked from now on, and forgets what was found so far. */
    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> FOUND.add("a leaked buffer: " + records.strip()));
        FOUND.clear();
    }

    /** What was leaked since. Collects garbage, which is when leaks show. */
    static List<String> found() {
        System.gc();
        // The detector looks for leaks when a buffer is made.
        ByteBufAllocator.DEFAULT.buffer(1).release();
        ByteBufAllocator.DEFAULT.buffer(1).release();
        return new ArrayList<>(FOUND);
    }
}
