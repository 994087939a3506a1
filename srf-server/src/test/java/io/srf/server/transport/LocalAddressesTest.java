// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
    private static final InetAddress LOOPBACK = ip4(127, 0, 0, 1);
    private static final InetAddress WILDCARD = ip4(0, 0, 0, 0);
    private static final InetAddress WILDCARD6 = ip6(0, 0);
    private static final InetAddress IP4 = ip4(192, 0, 2, 1);
    private static final InetAddress IP6 = ip6(0x20, 1);
    private static final InetAddress PUBLIC = ip4(203, 0, 113, 7);
    private static final InetAddress PEER4 = ip4(198, 51, 100, 9);
    private static final InetAddress PEER6 = ip6(0x20, 9);

    private final LocalAddresses own = new LocalAddresses(IP4, IP6, null);
    private final LocalAddresses natted = new LocalAddresses(IP4, IP6, PUBLIC);

    @Test
    void a_bound_address_is_what_peers_are_told() {
        assertThat(own.towards(PEER4, IP4)).isEqualTo(IP4);
        assertThat(own.towards(LOOPBACK, LOOPBACK)).isEqualTo(LOOPBACK);
        assertThat(own.inGeneral(LOOPBACK)).isEqualTo(LOOPBACK);
    }

    @Test
    void for_a_wildcard_the_peers_family_decides() {
        assertThat(own.towards(PEER4, WILDCARD6)).isEqualTo(IP4);
        assertThat(own.towards(PEER6, WILDCARD6)).isEqualTo(IP6);
        assertThat(own.inGeneral(WILDCARD)).isEqualTo(IP4);
    }

    @Test
    void a_wildcard_of_IPv4_is_nothing_that_IPv6_can_reach() {
        assertThat(own.own(PEER6, WILDCARD)).isEqualTo(IP4);
        assertThat(own.own(ip6(0, 1), WILDCARD)).isEqualTo(IP4);
    }

    @Test
    void a_peer_on_this_machine_is_told_loopback() {
        assertThat(own.towards(LOOPBACK, WILDCARD)).isEqualTo(LOOPBACK);
        assertThat(natted.towards(LOOPBACK, WILDCARD)).isEqualTo(LOOPBACK);
        assertThat(own.towards(ip4(127, 0, 0, 2), WILDCARD)).isEqualTo(LOOPBACK);
    }

    @Test
    void an_advertised_address_takes_the_place_of_this_machines_own() {
        assertThat(natted.towards(PEER4, WILDCARD)).isEqualTo(PUBLIC);
        assertThat(natted.towards(PEER4, IP4)).isEqualTo(PUBLIC);
        assertThat(natted.inGeneral(WILDCARD)).isEqualTo(PUBLIC);
    }

    @Test
    void this_machine_has_an_address_of_some_kind() {
        LocalAddresses addresses = LocalAddresses.ofThisMachine(null);

        assertThat(addresses.towards(PEER4, WILDCARD).isAnyLocalAddress()).isFalse();
        assertThat(addresses.towards(PEER6, WILDCARD).isAnyLocalAddress()).isFalse();
    }

    @Test
    void a_wildcard_cannot_be_advertised() {
        assertThatThrownBy(() -> NetworkOptions.DEFAULT.withAdvertised(WILDCARD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wildcard");
    }

    private static InetAddress ip4(int a, int b, int c, int d) {
        return address((byte) a, (byte) b, (byte) c, (byte) d);
    }

    private static InetAddress ip6(int first, int last) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) first;
        bytes[15] = (byte) last;
        return address(bytes);
    }

    private static InetAddress address(byte... bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
