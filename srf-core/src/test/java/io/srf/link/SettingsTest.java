// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.wire.ClientMessage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be set, and what is said of what may not. */
class SettingsTest {
    @Test
    void delays_grow_to_their_cap() {
        ReconnectPolicy policy = new ReconnectPolicy(255, 1.7, 1_000, 0, 5);
        assertThat(List.of(1, 2, 3, 4, 1_000_000))
                .extracting(attempt -> policy.delayMillis(attempt, 0.5))
                .containsExactly(255L, 433L, 736L, 1_000L, 1_000L);
    }

    @Test
    void jitter_only_lengthens_a_delay() {
        ReconnectPolicy policy = new ReconnectPolicy(1_000, 2, 10_000, 0.2, 5);
        assertThat(policy.delayMillis(1, 0)).isEqualTo(1_000);
        assertThat(policy.delayMillis(1, 1)).isEqualTo(1_200);
    }

    @Test
    void a_policy_must_make_sense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReconnectPolicy(0, 1, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReconnectPolicy(10, 1, 9, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReconnectPolicy(10, 0.9, 90, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReconnectPolicy(10, Double.NaN, 90, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReconnectPolicy(10, 1, 90, 1.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReconnectPolicy(10, 1, 90, 0, -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a|b", "a\nb"})
    void a_secret_must_fit_into_a_token(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkOptions.of(secret))
                .withMessage("the secret must not be empty or contain | or control characters");
    }

    @Test
    void no_text_shows_the_secret() {
        assertThat(LinkOptions.of("cymru")).asString().doesNotContain("cymru");
        assertThat(new ClientMessage.Authenticate("a", "cymru", null))
                .asString()
                .doesNotContain("cymru");
    }

    @Test
    void tags_are_few_short_and_plain() {
        LinkOptions options = LinkOptions.of("cymru");
        assertThat(options.withTags(List.of("a-Z0_9+@:")).tags()).containsExactly("a-Z0_9+@:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withTags(Collections.nCopies(21, "a")))
                .withMessage("21 tags, expected: ≤ 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withTags(List.of("a,b")))
                .withMessage("bad tag \"a,b\", expected 1 to 32 characters of A-Z a-z 0-9 - _ + @ :");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withTags(List.of("a".repeat(33))));
    }

    @Test
    void bounds_are_positive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkOptions.of("s").withMaxPending(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkTimeouts(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PeerLimits(0, 1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(10, 11));
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpOptions(0, 1, 1, FrameLimits.NONE, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TcpConnector("h", 0, TcpOptions.DEFAULT))
                .withMessage("expected a host and a port from 1 to 65535, found \"h\", 0");
    }
}
