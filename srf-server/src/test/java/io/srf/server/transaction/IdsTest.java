// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void an_identifier_and_a_branch_name_their_shard() {
        for (int shard : new int[] {0, 1, 35, 36, Ids.MAX_SHARDS - 1}) {
            Ids ids = new Ids(shard, new SecureRandom());
            assertThat(Ids.shardOf(ids.next())).isEqualTo(shard);
            assertThat(Ids.shardOf(ids.branch())).isEqualTo(shard);
        }
    }

    @Test
    void what_was_not_made_here_names_no_shard() {
        assertThat(Ids.shardOf("")).isEqualTo(-1);
        assertThat(Ids.shardOf("z9hG4bK")).isEqualTo(-1);
        assertThat(Ids.shardOf("z9hG4bK-alice-44")).isEqualTo(-1);
        assertThat(Ids.shardOf("?!aaaaaaaaaaaaaaaaaaaa")).isEqualTo(-1);
        assertThat(Ids.shardOf("e781dc86-8f99-419d-b9c8-d2f9e1a0db56")).isEqualTo(-1);
    }

    @Test
    void no_two_are_the_same_and_all_are_tokens() {
        Ids ids = new Ids(3, new Random(4));
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = ids.next();
            assertThat(made.add(id)).isTrue();
            assertThat(id).matches("[0-9a-zA-Z_-]{22}");
        }
    }

    @Test
    void a_shard_that_cannot_be_named_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ids(1_296, new Random()))
                .withMessage("shard 1296, expected: 0 to 1295");
    }
}
