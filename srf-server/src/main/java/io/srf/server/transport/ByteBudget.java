// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that many may hold, but not too many together. Any thread may use it. */
final class ByteBudget {
    private final AtomicLong held = new AtomicLong();
    private final long max;

    ByteBudget(long max) {
        this.max = max;
    }

    /**
     * Notes that somebody holds another number of bytes than before.
     *
     * @return whether that is within the budget; it is noted in any case
     */
    boolean change(int from, int to) {
        return from == to || held.addAndGet((long) to - from) <= max || to < from;
    }

    long held() {
        return held.get();
    }
}
