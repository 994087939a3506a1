// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.time.Timers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShardsTest {
    @Test
    void a_Call_ID_always_belongs_to_the_same_loop() {
        Shards shards = new Shards(loops(4));

        Loop loop = shards.of("a84b4c76e66710@pc33.example.com");

        assertThat(shards.of(new String("a84b4c76e66710@pc33.example.com".toCharArray())))
                .isSameAs(loop);
    }

    @Test
    void calls_are_spread_over_all_loops() {
        Shards shards = new Shards(loops(4));

        Map<Loop, Long> calls = Stream.generate(UUID::randomUUID)
                .limit(4_000)
                .map(id -> shards.of(id.toString()))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(calls).hasSize(4);
        assertThat(calls.values()).allSatisfy(count -> assertThat(count).isBetween(700L, 1_300L));
    }

    @Test
    void one_loop_has_all_calls() {
        List<Loop> loops = loops(1);

        assertThat(new Shards(loops).of("any")).isSameAs(loops.get(0));
    }

    @Test
    void an_engine_without_loops_is_refused() {
        assertThatThrownBy(() -> new Shards(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least one");
    }

    private static List<Loop> loops(int count) {
        return IntStream.range(0, count).<Loop>mapToObj(i -> new IdleLoop()).toList();
    }

    /** A loop that is only told apart from others. */
    private static final class IdleLoop implements Loop {
        @Override
        public void execute(Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean inLoop() {
            return false;
        }

        @Override
        public Timers timers() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int timersWaiting() {
            return 0;
        }
    }
}
