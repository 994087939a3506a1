// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class CensusTest {
    private final Census census = new Census(3, 2);

    @Test
    void one_address_has_no_more_than_its_share() throws Exception {
        assertThat(census.enter(address(1))).isTrue();
        assertThat(census.enter(address(1))).isTrue();
        assertThat(census.enter(address(1))).isFalse();
        assertThat(census.enter(address(2))).isTrue();
        assertThat(census.total()).isEqualTo(3);
    }

    @Test
    void all_together_have_no_more_than_there_may_be() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertThat(census.enter(address(i))).isTrue();
        }
        assertThat(census.enter(address(4))).isFalse();
    }

    @Test
    void who_leaves_makes_room() throws Exception {
        census.enter(address(1));
        census.enter(address(1));
        census.leave(address(1));

        assertThat(census.enter(address(1))).isTrue();

        census.leave(address(1));
        census.leave(address(1));
        assertThat(census.total()).isZero();
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    }
}
