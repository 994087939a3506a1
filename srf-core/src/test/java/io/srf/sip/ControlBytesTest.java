// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlBytesTest {
    @Test
    void each_byte_is_found_or_passed_over_at_each_place() {
        for (int value = 0; value < 256; value++) {
            for (int at = 0; at < 20; at++) {
                byte[] bytes = new byte[20];
                Arrays.fill(bytes, (byte) 'x');
                bytes[at] = (byte) value;

                assertThat(ControlBytes.next(bytes, 0, 20)).isEqualTo(value <= '\r' ? at : 20);
            }
        }
    }

    @Test
    void the_first_of_several_is_found_among_any_neighbours() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(6) == 0 ? random.nextInt(16) : 10 + random.nextInt(246));
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);

            assertThat(ControlBytes.next(bytes, from, to)).isEqualTo(firstAtMostCr(bytes, from, to));
        }
    }

    private static int firstAtMostCr(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] & 0xff) > '\r') {
            i++;
        }
        return i;
    }
}
