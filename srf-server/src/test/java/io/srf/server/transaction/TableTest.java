// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final int STEPS = 20_000;

    private final Table<String, Entry> table = new Entries();

    private static final class Entry {
        private final String key;
        private @Nullable Entry next;

        Entry(String key) {
            this.key = key;
        }
    }

    private static final class Entries extends Table<String, Entry> {
        @Override
        int hash(Entry entry) {
            return entry.key.hashCode();
        }

        @Override
        boolean has(Entry entry, String key) {
            return entry.key.equals(key);
        }

        @Override
        @Nullable Entry next(Entry entry) {
            return entry.next;
        }

        @Override
        void link(Entry entry, @Nullable Entry next) {
            entry.next = next;
        }
    }

    @Test
    void it_has_what_a_map_has() {
        Random random = new Random(7);
        Map<String, Entry> map = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            String key = String.valueOf(random.nextInt(1_000));
            Entry known = map.get(key);
            assertThat(table.get(key)).isSameAs(known);
            if (known == null) {
                Entry entry = new Entry(key);
                map.put(key, entry);
                table.add(entry);
            } else if (random.nextBoolean()) {
                map.remove(key);
                table.remove(known);
            }
        }
        assertThat(table.all()).containsExactlyInAnyOrderElementsOf(map.values());
    }

    @Test
    void keys_of_one_hash_code_are_told_apart() {
        Entry one = new Entry("Aa");
        Entry other = new Entry("BB");
        table.add(one);
        table.add(other);
        assertThat(table.get("Aa")).isSameAs(one);
        assertThat(table.get("BB")).isSameAs(other);
        table.remove(one);
        assertThat(table.get("Aa")).isNull();
        assertThat(table.get("BB")).isSameAs(other);
    }

    @Test
    void what_is_not_in_it_is_not_taken_out() {
        Entry entry = new Entry("a");
        table.add(entry);
        table.remove(new Entry("a"));
        assertThat(table.isEmpty()).isFalse();
        table.remove(entry);
        table.remove(entry);
        assertThat(table.isEmpty()).isTrue();
    }
}
