// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

/** How often tests that try many seeds try them: some each time, all with {@code -Dsrf.thorough=true}. */
public final class Thorough {
    private static final boolean ALL = Boolean.getBoolean("srf.thorough");
    /** With another one, {@code -Dsrf.seed=1000}, the runs are others. */
    private static final long FIRST_SEED = Long.getLong("srf.seed", 1);

    /** A run with this seed. */
    public interface Run {
        void go(long seed) throws Exception;
    }

    private Thorough() {}

    /** The number of runs. */
    public static int runs(int usual, int all) {
        return ALL ? all : usual;
    }

    /** Goes through so many runs, each with a seed of its own; a failure names it. */
    public static void eachSeed(int runs, Run run) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + runs; seed++) {
            try {
                run.go(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
