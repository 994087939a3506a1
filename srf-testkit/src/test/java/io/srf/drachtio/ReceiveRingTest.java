// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The double's buffer spoils what the recorded server spoils, and nothing else. */
class ReceiveRingTest {
    private final ReceiveRing ring = new ReceiveRing();

    private static String frame(int bytes) {
        int digits = bytes < 10_000 ? 4 : 5;
        int payload = bytes - digits - 1;
        return payload + "#" + "x".repeat(payload);
    }

    /** Reads a stream as the server does, the most at a time. */
    private List<Integer> lengths(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += ReceiveRing.READ) {
            int count = Math.min(ReceiveRing.READ, bytes.length - at);
            byte[] chunk = new byte[count];
            System.arraycopy(bytes, at, chunk, 0, count);
            ring.add(chunk, count).forEach(frame -> lengths.add(frame.length));
        }
        return lengths;
    }

    @Test
    void frames_that_are_split_and_joined_come_out_whole() {
        assertThat(lengths("3#abc5#de")).containsExactly(3);
        assertThat(lengths("fgh1#i")).containsExactly(5, 1);
    }

    @Test
    void small_frames_in_one_write_are_read_however_many_they_are() {
        assertThat(lengths(frame(3_000).repeat(40))).hasSize(40);
    }

    @Test
    void a_frame_that_just_fits_is_read() {
        assertThat(lengths(frame(ReceiveRing.CAPACITY))).hasSize(1);
    }

    @Test
    void a_frame_that_is_too_long_never_ends() {
        assertThat(lengths(frame(ReceiveRing.CAPACITY + 1))).isEmpty();
        assertThat(lengths(frame(3_000).repeat(40))).isEmpty();
    }

    @Test
    void long_frames_in_one_write_spoil_each_other() {
        assertThatThrownBy(() -> lengths(frame(6_000).repeat(40))).isInstanceOf(IllegalStateException.class);
    }
}
