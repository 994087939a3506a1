// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Priority and weight (RFC 2782). */
class SrvOrderTest {
    private static final Srv LIGHT = new Srv(1, 1, 5060, "light.example.org");
    private static final Srv HEAVY = new Srv(1, 3, 5060, "heavy.example.org");
    private static final Srv NONE = new Srv(1, 0, 5060, "none.example.org");
    private static final Srv RESERVE = new Srv(2, 100, 5060, "reserve.example.org");

    @Test
    void lower_priorities_come_first() {
        assertThat(SrvOrder.of(List.of(RESERVE, HEAVY), bound -> bound - 1)).containsExactly(HEAVY, RESERVE);
    }

    @Test
    void the_running_sum_that_reaches_the_number_drawn_is_taken() {
        List<Srv> records = List.of(HEAVY, LIGHT, NONE);

        assertThat(SrvOrder.of(records, bound -> 0)).containsExactly(NONE, LIGHT, HEAVY);
        assertThat(SrvOrder.of(records, bound -> Math.min(1, bound - 1))).containsExactly(LIGHT, HEAVY, NONE);
        assertThat(SrvOrder.of(records, bound -> bound - 1)).containsExactly(HEAVY, LIGHT, NONE);
    }

    @Test
    void weights_are_shares() {
        Random random = new Random(7);
        Map<String, Integer> first = new HashMap<>();
        int draws = 10_000;
        for (int i = 0; i < draws; i++) {
            first.merge(
                    SrvOrder.of(List.of(LIGHT, HEAVY), random::nextInt)
                            .getFirst()
                            .target(),
                    1,
                    Integer::sum);
        }

        // of the numbers 0 to 4, 0 and 1 are the light one's
        assertThat(first.get(LIGHT.target()) / (double) draws).isCloseTo(0.4, within(0.02));
    }

    @Test
    void all_records_stay() {
        List<Srv> many = IntStream.range(0, 50)
                .mapToObj(i -> new Srv(i % 3, i % 7, 5060, "s" + i + ".example.org"))
                .toList();

        assertThat(SrvOrder.of(many, new Random(1)::nextInt))
                .containsExactlyInAnyOrderElementsOf(many)
                .isSortedAccordingTo((a, b) -> a.priority() - b.priority());
        assertThat(SrvOrder.of(List.of(), bound -> 0)).isEmpty();
    }
}
