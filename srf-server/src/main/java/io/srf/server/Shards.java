// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import java.util.List;

/** The loops of an engine, and which of them a call belongs to. Immutable. */
public final class Shards {
    private final List<Loop> loops;

    /**
     * Spreads calls over these loops.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Shards(List<? extends Loop> loops) {
        if (loops.isEmpty()) {
            throw new IllegalArgumentException("no loops, expected at least one");
        }
        this.loops = List.copyOf(loops);
    }

    /** The loop that everything with this Call-ID belongs to; always the same one. */
    public Loop of(String callId) {
        return loops.get(Math.floorMod(spread(callId.hashCode()), loops.size()));
    }

    /** All loops. */
    public List<Loop> all() {
        return loops;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
