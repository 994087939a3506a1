// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The order in which the servers of a service are tried: by priority, and by lot among equals (RFC 2782). */
final class SrvOrder {
    /** Those without weight come first, so that they have a small chance. */
    private static final Comparator<Srv> BEFORE_THE_LOT =
            Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight);

    private SrvOrder() {}

    /**
     * The records in the order of their trial.
     *
     * @param below draws a number from 0 on, below its argument
     */
    static List<Srv> of(List<Srv> records, IntUnaryOperator below) {
        List<Srv> left = new ArrayList<>(records);
        left.sort(BEFORE_THE_LOT);
        List<Srv> order = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            order.add(left.remove(drawn(left, below)));
        }
        return order;
    }

    /** The index of the next one: among those of the lowest priority, the first whose running sum of weights reaches the number drawn. */
    private static int drawn(List<Srv> left, IntUnaryOperator below) {
        int priority = left.getFirst().priority();
        int sum = 0;
        int equals = 0;
        while (equals < left.size() && left.get(equals).priority() == priority) {
            sum += left.get(equals).weight();
            equals++;
        }
        int number = equals == 1 ? 0 : below.applyAsInt(sum + 1);
        int at = 0;
        for (int running = left.getFirst().weight();
                running < number;
                running += left.get(at).weight()) {
            at++;
        }
        return at;
    }
}
