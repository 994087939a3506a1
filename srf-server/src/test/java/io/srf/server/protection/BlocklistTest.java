// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.transport.Subnet;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlocklistTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Subnet NETWORK = Subnet.parse("192.0.2.0/24");

    private final ManualClock clock = new ManualClock();
    private final Blocklist blocklist = new Blocklist(clock);

    private static InetAddress address(String text) {
        return Subnet.parse(text).base();
    }

    @Test
    void a_network_is_blocked_until_it_is_unblocked() {
        blocklist.block(NETWORK, null);
        clock.passes(Duration.ofDays(1_000));

        assertThat(blocklist.contains(address("192.0.2.200"))).isTrue();
        assertThat(blocklist.contains(address("192.0.3.1"))).isFalse();
        assertThat(blocklist.list()).containsExactly(new Block(NETWORK, null, false));

        assertThat(blocklist.unblock(NETWORK)).isTrue();
        assertThat(blocklist.unblock(NETWORK)).isFalse();
        assertThat(blocklist.contains(address("192.0.2.200"))).isFalse();
    }

    @Test
    void a_new_list_takes_the_place_of_what_was_blocked_for_ever() {
        Subnet other = Subnet.parse("198.51.100.0/24");
        Subnet soon = Subnet.parse("203.0.113.0/24");
        blocklist.block(NETWORK, null);
        blocklist.block(soon, MINUTE);
        blocklist.blockForEver(List.of(other));

        assertThat(blocklist.contains(address("192.0.2.1"))).isFalse();
        assertThat(blocklist.contains(address("198.51.100.1"))).isTrue();
        assertThat(blocklist.contains(address("203.0.113.1"))).isTrue();
        assertThat(blocklist.contains(address("203.0.114.1"))).isFalse();
    }

    @Test
    void a_network_is_heard_again_when_its_time_is_over() {
        Subnet other = Subnet.parse("2001:db8::/32");
        blocklist.block(NETWORK, MINUTE);
        blocklist.block(other, MINUTE.multipliedBy(2));

        clock.passes(MINUTE.minusSeconds(1));
        assertThat(blocklist.contains(address("192.0.2.1"))).isTrue();
        clock.passes(Duration.ofSeconds(1));
        assertThat(blocklist.contains(address("192.0.2.1"))).isFalse();
        assertThat(blocklist.contains(address("2001:db8::1"))).isTrue();
        assertThat(blocklist.list()).containsExactly(new Block(other, MINUTE, false));
    }

    @Test
    void a_source_that_was_found_is_blocked_for_a_time() {
        blocklist.found(address("192.0.2.7"), MINUTE);
        blocklist.found(address("2001:db8::7"), MINUTE);

        assertThat(blocklist.contains(address("192.0.2.7"))).isTrue();
        assertThat(blocklist.contains(address("192.0.2.8"))).isFalse();
        assertThat(blocklist.contains(address("2001:db8::8"))).isTrue();
        assertThat(blocklist.list())
                .containsExactlyInAnyOrder(
                        new Block(Subnet.parse("192.0.2.7"), MINUTE, true),
                        new Block(Subnet.parse("2001:db8::/64"), MINUTE, true));

        clock.passes(MINUTE);
        assertThat(blocklist.contains(address("192.0.2.7"))).isFalse();
        assertThat(blocklist.list()).isEmpty();
    }

    @Test
    void to_unblock_a_network_forgives_the_sources_in_it() {
        blocklist.found(address("192.0.2.7"), MINUTE);
        blocklist.found(address("192.0.3.7"), MINUTE);

        assertThat(blocklist.unblock(NETWORK)).isTrue();

        assertThat(blocklist.contains(address("192.0.2.7"))).isFalse();
        assertThat(blocklist.contains(address("192.0.3.7"))).isTrue();
    }

    @Test
    void no_list_has_more_networks_than_the_bound_says() {
        List<Subnet> networks = IntStream.rangeClosed(0, Blocklist.MAX_GIVEN)
                .mapToObj(i -> Subnet.parse("10." + i / 256 + '.' + i % 256 + ".0/24"))
                .toList();

        assertThatThrownBy(() -> new ProtectionOptions.Lists(List.of(), networks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025 networks")
                .hasMessageContaining("expected: ≤ 1024");
    }

    @Test
    void nobody_is_blocked_for_longer_than_a_clock_can_tell() {
        assertThatThrownBy(() -> new BlockRule(1, BlockRule.WITHIN, Duration.ofSeconds(9_999_999_999L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: 1 ms to 3650 days");
    }

    @Test
    void there_are_no_more_networks_than_the_bound_says() {
        for (int i = 0; i < Blocklist.MAX_GIVEN; i++) {
            blocklist.block(Subnet.parse("10." + i / 256 + '.' + i % 256 + ".0/24"), null);
        }

        assertThatThrownBy(() -> blocklist.block(NETWORK, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected: ≤ " + Blocklist.MAX_GIVEN);
        assertThat(blocklist.contains(address("10.3.255.1"))).isTrue();
    }

    @Test
    void there_are_no_more_sources_than_the_bound_says() {
        for (int i = 0; i < 4 * Blocklist.MAX_FOUND; i++) {
            blocklist.found(address("10." + (i >> 16) + '.' + (i >> 8 & 255) + '.' + (i & 255)), MINUTE);
        }

        assertThat(blocklist.list()).hasSizeLessThanOrEqualTo(Blocklist.MAX_FOUND);
    }
}
