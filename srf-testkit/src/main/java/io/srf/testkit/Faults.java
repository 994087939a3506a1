// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** The faults of one run: drawn by chance, and made as few and as mild as possible when the run fails. Immutable. */
final class Faults {
    /** How many a run has at most. */
    static final int MOST = 5;

    /** Longer than the first pauses of retransmissions (T1 and 2·T1), so that a late message meets its repetition. */
    private static final int LATEST_MILLIS = 1_500;

    private static final List<Fault.Kind> KINDS = List.of(Fault.Kind.values());

    private static final Duration MILD = Duration.ofMillis(20);

    private final List<Fault> list;

    Faults(List<Fault> list) {
        this.list = List.copyOf(list);
    }

    /** One to {@link #MOST} faults among the first so many packets. */
    static Faults random(Random random, int packets) {
        List<Fault> faults = new ArrayList<>();
        int count = 1 + random.nextInt(MOST);
        for (int i = 0; i < count; i++) {
            Fault.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            Duration by = Duration.ofMillis(1 + random.nextInt(LATEST_MILLIS));
            faults.add(new Fault(random.nextInt(packets), kind, kind == Fault.Kind.LOST ? Duration.ZERO : by));
        }
        return new Faults(faults);
    }

    List<Fault> list() {
        return list;
    }

    /** The mildest faults found with which a run still fails: none of them can be left out, and none be halved. */
    Faults mildest(Predicate<Faults> stillFails) {
        Faults mildest = this;
        for (int i = list.size() - 1; i >= 0; i--) {
            Faults fewer = mildest.without(i);
            mildest = stillFails.test(fewer) ? fewer : mildest;
        }
        for (int i = 0; i < mildest.list.size(); i++) {
            Faults milder = mildest.milder(i);
            while (mildest.list.get(i).by().compareTo(MILD) > 0 && stillFails.test(milder)) {
                mildest = milder;
                milder = mildest.milder(i);
            }
        }
        return mildest;
    }

    private Faults without(int index) {
        List<Fault> fewer = new ArrayList<>(list);
        fewer.remove(index);
        return new Faults(fewer);
    }

    private Faults milder(int index) {
        List<Fault> milder = new ArrayList<>(list);
        milder.set(index, list.get(index).milder());
        return new Faults(milder);
    }

    /** What they were, by what was sent in the run. */
    String describe(Trace trace) {
        return list.isEmpty()
                ? "nothing happens to a packet"
                : String.join(
                        ", ", list.stream().map(fault -> fault.describe(trace)).toList());
    }
}
