// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a {@link SessionKeeper} does. */
final class KeeperCounters {
    final LongAdder writes = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder tooLarge = new LongAdder();
    final LongAdder remade = new LongAdder();
    final LongAdder wentBack = new LongAdder();
    final LongAdder lost = new LongAdder();

    void count(RecordMachine.Note note) {
        switch (note) {
            case NONE -> {}
            case REMADE -> remade.increment();
            case WENT_BACK -> wentBack.increment();
        }
    }

    KeeperStats stats(int unsaved) {
        return new KeeperStats(
                new KeeperStats.Writes(writes.sum(), failures.sum(), timeouts.sum()),
                unsaved,
                new KeeperStats.Skipped(dropped.sum(), tooLarge.sum()),
                new KeeperStats.Repairs(remade.sum(), wentBack.sum()),
                lost.sum());
    }
}
