// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import java.util.ArrayList;
import java.util.List;

/** How one list of lines differs from another. */
public final class LineDifference {
    private static final String SAME = "  ";

    private LineDifference() {}

    /** All lines in order: a minus marks what is missing, a plus what is more; the longest common part is found as usual. */
    public static List<String> all(List<String> expected, List<String> actual) {
        int[][] common = commonLengths(expected, actual);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            boolean both = i < expected.size() && j < actual.size();
            if (both && expected.get(i).equals(actual.get(j))) {
                lines.add(SAME + expected.get(i++));
                j++;
            } else if (i < expected.size() && (j == actual.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + expected.get(i++));
            } else {
                lines.add("+ " + actual.get(j++));
            }
        }
        return lines;
    }

    /** The marked lines alone. */
    public static List<String> marked(List<String> expected, List<String> actual) {
        return all(expected, actual).stream()
                .filter(line -> !line.startsWith(SAME))
                .toList();
    }

    /** How many lines the rests of both have in common. */
    private static int[][] commonLengths(List<String> expected, List<String> actual) {
        int[][] common = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = actual.size() - 1; j >= 0; j--) {
                common[i][j] = expected.get(i).equals(actual.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
