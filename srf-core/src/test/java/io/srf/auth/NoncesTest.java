// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoncesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final byte[] key = Nonces.newKey();
    private final Nonces nonces = new Nonces(key);
    private final NonceCounts counts = new NonceCounts(3, LIFETIME);

    @Test
    void a_nonce_tells_when_it_was_issued_to_whoever_has_the_key() {
        String nonce = nonces.issue("r", NOW);
        assertThat(nonces.issued(nonce, "r")).isEqualTo(NOW);
        assertThat(new Nonces(key).issued(nonce, "r")).isEqualTo(NOW);
    }

    @Test
    void no_two_nonces_are_the_same() {
        assertThat(nonces.issue("r", NOW)).isNotEqualTo(nonces.issue("r", NOW));
    }

    @Test
    void a_nonce_of_another_realm_or_key_or_with_a_changed_character_was_not_issued() {
        String nonce = nonces.issue("r", NOW);
        assertThat(nonces.issued(nonce, "s")).isNull();
        assertThat(new Nonces(Nonces.newKey()).issued(nonce, "r")).isNull();
        for (int i = 0; i < nonce.length() - 1; i++) {
            char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
            String changed = nonce.substring(0, i) + other + nonce.substring(i + 1);
            assertThat(nonces.issued(changed, "r")).isNull();
        }
        assertThat(nonces.issued("", "r")).isNull();
        assertThat(nonces.issued("*".repeat(43), "r")).isNull();
        assertThat(nonces.issued("A".repeat(1000), "r")).isNull();
    }

    private boolean uses(String nonce, int count) {
        return counts.use(nonce, NOW, count, NOW);
    }

    @Test
    void each_count_is_good_for_once_in_whatever_order_they_come() {
        assertThat(uses("n", 3)).isTrue();
        assertThat(uses("n", 1)).isTrue();
        assertThat(uses("n", 2)).isTrue();
        assertThat(uses("n", 4)).isTrue();
        assertThat(uses("n", 1)).isFalse();
        assertThat(uses("n", 3)).isFalse();
        assertThat(uses("n", 4)).isFalse();
    }

    @Test
    void a_count_that_comes_too_far_behind_the_highest_is_refused() {
        assertThat(uses("n", 1_000)).isTrue();
        assertThat(uses("n", 1_000 - NonceCounts.WINDOW)).isFalse();
        assertThat(uses("n", 1_000 - NonceCounts.WINDOW + 1)).isTrue();
        assertThat(uses("n", Integer.MAX_VALUE)).isTrue();
        assertThat(uses("n", 1_000)).isFalse();
    }

    @Test
    void a_nonce_without_a_count_is_good_for_once() {
        assertThat(uses("n", 0)).isTrue();
        assertThat(uses("n", 0)).isFalse();
        assertThat(uses("n", 1)).isFalse();
    }

    @Test
    void what_had_to_be_forgotten_cannot_be_used_again() {
        for (int i = 0; i < 5; i++) {
            assertThat(counts.use("n" + i, NOW.plusSeconds(i), 1, NOW)).isTrue();
        }
        assertThat(counts.size()).isEqualTo(3);
        assertThat(counts.use("n0", NOW, 1, NOW)).isFalse();
        assertThat(counts.use("new", NOW.plusSeconds(9), 1, NOW)).isTrue();
    }

    @Test
    void what_is_too_old_to_be_used_is_forgotten() {
        uses("n", 1);
        Instant later = NOW.plus(LIFETIME).plus(Nonces.MAX_SKEW).plusMillis(1);
        assertThat(counts.use("m", later, 1, later)).isTrue();
        assertThat(counts.size()).isEqualTo(1);
    }
}
