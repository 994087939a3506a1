// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowPeerGuardTest {
    private final FrameDecoder frames = new FrameDecoder(99_999);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    SlowPeerGuardTest() {
        channel.freezeTime();
        channel.pipeline().addLast(frames, new SlowPeerGuard(frames, 10_000, 5_000));
    }

    @AfterEach
    void no_check_is_left_over() {
        channel.finishAndReleaseAll();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private void arrives(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.checkException();
    }

    @Test
    void a_peer_that_says_nothing_is_given_up() {
        assertThatCode(() -> pass(9_999)).doesNotThrowAnyException();
        assertThatThrownBy(() -> pass(1)).isInstanceOf(LinkException.class).hasMessage("no message within 10000 ms");
    }

    @Test
    void a_first_message_of_a_byte_a_second_is_given_up() {
        for (int i = 0; i < 4; i++) {
            arrives("1");
            pass(1_000);
        }
        arrives("#");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        arrives("x");
                        pass(1_000);
                    }
                })
                .isInstanceOf(LinkException.class);
    }

    @Test
    void a_later_frame_of_a_byte_a_second_is_given_up() {
        arrives("6#a|ping");
        pass(60_000);
        assertThatThrownBy(() -> {
                    arrives("20#");
                    for (int i = 0; i < 20; i++) {
                        arrives("x");
                        pass(1_000);
                    }
                })
                .isInstanceOf(LinkException.class)
                .hasMessage("a frame that did not end within 5000 ms");
    }

    @Test
    void a_peer_that_is_silent_between_frames_is_left_alone() {
        arrives("6#a|ping");
        assertThatCode(() -> pass(24 * 3_600_000)).doesNotThrowAnyException();
    }

    @Test
    void frames_that_are_split_but_end_in_time_are_fine() {
        arrives("6#a|pi");
        for (int i = 0; i < 100; i++) {
            pass(3_000);
            arrives("ng6#a|pi");
        }
        arrives("ng");
        pass(60_000);
        assertThat(frames.completed()).isEqualTo(101);
    }
}
