// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

/** How often tests that try many seeds try them: some each time, all with {@code -Dsrf.thorough=true}. */
public final class Thorough {
    private static final boolean ALL = Boolean.getBoolean("srf.thorough");

    private Thorough() {}

    /** The number of runs. */
    public static int runs(int usual, int all) {
        return ALL ? all : usual;
    }
}
