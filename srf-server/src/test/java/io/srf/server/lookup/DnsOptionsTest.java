// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsOptionsTest {
    @Test
    void name_servers_are_addresses_with_port_53_where_none_is_named() {
        assertThat(DnsOptions.parse("192.0.2.1, 192.0.2.2:5353,[2001:db8::1]:54,[2001:db8::2],2001:db8::3")
                        .servers())
                .containsExactly(
                        new InetSocketAddress("192.0.2.1", 53),
                        new InetSocketAddress("192.0.2.2", 5353),
                        new InetSocketAddress("2001:db8::1", 54),
                        new InetSocketAddress("2001:db8::2", 53),
                        new InetSocketAddress("2001:db8::3", 53));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ns.example.org", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:70000", "192.0.2.1,", "[::1"})
    void what_is_none_is_refused_with_what_was_expected(String text) {
        assertThatThrownBy(() -> DnsOptions.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected an IP address");
    }
}
