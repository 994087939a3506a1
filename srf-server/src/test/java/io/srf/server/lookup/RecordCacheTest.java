// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.lookup.RecordCache.Fresh;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordCacheTest {
    private final List<String> asked = new ArrayList<>();
    private final Deque<Consumer<Fresh<String>>> open = new ArrayDeque<>();
    private final List<Answer<String>> heard = new ArrayList<>();
    private long seconds;
    private final RecordCache<String> cache = new RecordCache<>(
            (name, then) -> {
                asked.add(name);
                open.add(then);
            },
            () -> TimeUnit.SECONDS.toNanos(seconds));

    private void get() {
        cache.get("a.example", heard::add);
    }

    private void comes(Answer<String> answer, long ttl) {
        open.remove().accept(new Fresh<>(answer, ttl));
    }

    private void passes(long time) {
        seconds += time;
    }

    @Test
    void records_are_used_for_their_time_to_live() {
        get();
        comes(Answer.of(List.of("one")), 60);
        passes(59);
        get();
        assertThat(asked).hasSize(1);
        passes(1);
        get();
        assertThat(asked).hasSize(2);
        assertThat(heard).containsExactly(Answer.of(List.of("one")), Answer.of(List.of("one")));
    }

    @Test
    void those_who_ask_at_the_same_time_wait_for_one_answer() {
        get();
        get();
        comes(Answer.of(List.of("one")), 60);

        assertThat(asked).hasSize(1);
        assertThat(heard).hasSize(2);
    }

    @Test
    void the_time_to_live_has_bounds() {
        get();
        comes(Answer.of(List.of("one")), Integer.MAX_VALUE);
        passes(RecordCache.MAX_TTL_SECONDS);
        get();
        assertThat(asked).hasSize(2);
        comes(Answer.of(List.of("one")), 0);
        get();
        assertThat(asked).hasSize(2);
    }

    @Test
    void that_there_are_none_and_that_nobody_could_say_is_remembered_for_less_time() {
        get();
        comes(Answer.none(), 0);
        passes(RecordCache.NEGATIVE_TTL_SECONDS - 1);
        get();
        assertThat(asked).hasSize(1);
        passes(1);
        get();
        comes(Answer.failed("silence"), 0);
        passes(RecordCache.FAILURE_TTL_SECONDS);
        get();
        assertThat(asked).hasSize(3);
    }

    @Test
    void the_oldest_name_makes_room() {
        for (int i = 0; i <= RecordCache.MAX_NAMES; i++) {
            cache.get("n" + i, heard::add);
        }
        assertThat(cache.size()).isEqualTo(RecordCache.MAX_NAMES);
        open.forEach(then -> then.accept(new Fresh<>(Answer.none(), 0)));
        assertThat(heard).hasSize(RecordCache.MAX_NAMES + 1);
    }
}
