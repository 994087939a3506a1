// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Subnet;
import java.net.InetAddress;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressRangesTest {
    private static InetAddress address(String text) {
        return Subnet.parse(text).base();
    }

    private static AddressRanges of(String... networks) {
        return new AddressRanges(Stream.of(networks).map(Subnet::parse).toList());
    }

    @Test
    void an_address_is_found_in_its_network_and_not_beside_it() {
        AddressRanges ranges = of("10.1.0.0/16", "192.0.2.7", "2001:db8::/32");

        assertThat(ranges.contains(address("10.1.255.255"))).isTrue();
        assertThat(ranges.contains(address("10.2.0.0"))).isFalse();
        assertThat(ranges.contains(address("10.0.255.255"))).isFalse();
        assertThat(ranges.contains(address("192.0.2.7"))).isTrue();
        assertThat(ranges.contains(address("192.0.2.8"))).isFalse();
        assertThat(ranges.contains(address("2001:db8:ffff::1"))).isTrue();
        assertThat(ranges.contains(address("2001:db9::"))).isFalse();
    }

    @Test
    void networks_inside_of_others_change_nothing() {
        AddressRanges ranges = of("10.0.0.0/8", "10.1.0.0/16", "10.255.255.255", "11.0.0.0/30");

        assertThat(ranges.contains(address("10.200.0.1"))).isTrue();
        assertThat(ranges.contains(address("11.0.0.3"))).isTrue();
        assertThat(ranges.contains(address("11.0.0.4"))).isFalse();
    }

    @Test
    void a_network_of_IPv4_holds_no_IPv6_address() {
        assertThat(of("0.0.0.0/0").contains(address("203.0.113.1"))).isTrue();
        assertThat(of("0.0.0.0/0").contains(address("2001:db8::1"))).isFalse();
    }

    @Test
    void random_networks_hold_what_they_hold_one_by_one() {
        Random random = new Random(4711);
        for (int round = 0; round < 200; round++) {
            Subnet[] subnets = IntStream.range(0, 20)
                    .mapToObj(i -> new Subnet(
                            address("10.0." + random.nextInt(4) + '.' + random.nextInt(256)), 16 + random.nextInt(17)))
                    .toArray(Subnet[]::new);
            AddressRanges ranges = new AddressRanges(Stream.of(subnets).toList());
            InetAddress some = address("10.0." + random.nextInt(6) + '.' + random.nextInt(256));

            assertThat(ranges.contains(some)).isEqualTo(Stream.of(subnets).anyMatch(subnet -> subnet.contains(some)));
        }
    }

    @Test
    void a_source_is_an_IPv4_address_or_an_IPv6_network_of_64_bits() {
        assertThat(Sources.network(Sources.of(address("192.0.2.7")))).hasToString("192.0.2.7/32");
        assertThat(Sources.of(address("2001:db8:1:2::7"))).isEqualTo(Sources.of(address("2001:db8:1:2:ffff::1")));
        assertThat(Sources.network(Sources.of(address("2001:db8:1:2::7")))).hasToString("2001:db8:1:2::/64");
        assertThat(Sources.network(Sources.of(address("::1"))).contains(address("::1")))
                .isTrue();
    }
}
