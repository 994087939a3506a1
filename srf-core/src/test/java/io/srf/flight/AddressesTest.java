// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    private static String written(String address) throws Exception {
        return Addresses.write(new InetSocketAddress(InetAddress.getByName(address), 5060));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1:5060",
        "2001:DB8:0:0:0:0:0:1, [2001:db8::1]:5060",
        "0:0:0:0:0:0:0:1, [::1]:5060",
        "0:0:0:0:0:0:0:0, [::]:5060",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:5060",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:5060",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:5060",
        "1:2:3:4:5:6:0:0, [1:2:3:4:5:6::]:5060",
        "fe80::1%1, [fe80::1]:5060"
    })
    void addresses_are_written_as_RFC_5952_has_it(String address, String text) throws Exception {
        assertThat(written(address)).isEqualTo(text);
        assertThat(Addresses.write(Addresses.read(text))).isEqualTo(text);
    }

    @Test
    void a_name_stays_a_name() {
        assertThat(Addresses.write(Addresses.read("carrier.example:5061"))).isEqualTo("carrier.example:5061");
    }
}
