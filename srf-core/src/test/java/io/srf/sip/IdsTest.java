// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void the_hash_gives_the_value_that_its_authors_publish() {
        assertThat(new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).hash(0x0706050403020100L))
                .isEqualTo(0x93f5f5799a932462L);
    }

    @Test
    void random_ids_are_16_characters_and_do_not_repeat() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            String id = Ids.random();
            assertThat(id).matches("[a-z2-7]{16}");
            assertThat(seen.add(id)).isTrue();
        }
    }

    @Test
    void every_character_of_a_random_id_varies() {
        for (int place = 0; place < 16; place++) {
            Set<Character> seen = new HashSet<>();
            for (int i = 0; i < 2_000; i++) {
                seen.add(Ids.random().charAt(place));
            }
            assertThat(seen).hasSize(32);
        }
    }

    @Test
    void message_ids_count_up_behind_a_prefix_of_the_process() {
        String first = Ids.next();
        String second = Ids.next();
        assertThat(first).matches("[a-z2-7]{8}-[0-9a-z]+");
        assertThat(second).isNotEqualTo(first).startsWith(first.substring(0, 9));
    }
}
