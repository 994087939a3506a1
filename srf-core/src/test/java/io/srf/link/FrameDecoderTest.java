// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.srf.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int MAX = 99_999;

    private final FrameDecoder decoder = new FrameDecoder(MAX);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @AfterEach
    void nothing_is_left_over() {
        assertThat(channel.finish()).isFalse();
    }

    private void arrives(String bytes) {
        arrives(bytes.getBytes(StandardCharsets.UTF_8));
    }

    private void arrives(byte[] bytes) {
        ByteBuf buffer = Unpooled.copiedBuffer(bytes);
        try {
            channel.writeInbound(buffer);
        } finally {
            assertThat(buffer.refCnt()).isZero();
        }
    }

    private String next() {
        byte[] payload = channel.readInbound();
        return payload == null ? null : new String(payload, StandardCharsets.UTF_8);
    }

    @Test
    void a_frame_is_its_length_in_bytes_and_a_payload() {
        arrives("6#a|ping8#é|ping");
        assertThat(next()).isEqualTo("a|ping");
        assertThat(decoder.isPartial()).isTrue();
        arrives("!");
        assertThat(next()).isEqualTo("é|ping!");
        assertThat(next()).isNull();
        assertThat(decoder.isPartial()).isFalse();
        assertThat(decoder.completed()).isEqualTo(2);
    }

    @Test
    void a_hash_in_the_payload_is_payload() {
        arrives("3###12#ab");
        assertThat(next()).isEqualTo("##1");
        assertThat(next()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void frames_come_out_the_same_however_the_stream_is_split_and_joined(long seed) {
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] payload = new byte[1 + random.nextInt(i % 20 == 0 ? 60_000 : 700)];
            random.nextBytes(payload);
            sent.add(payload);
            stream.writeBytes((payload.length + "#").getBytes(StandardCharsets.US_ASCII));
            stream.writeBytes(payload);
        }
        byte[] bytes = stream.toByteArray();
        int largest = (int) Math.pow(10, random.nextInt(6));
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(largest));
            channel.writeInbound(Unpooled.wrappedBuffer(bytes, at, count));
            at += count;
        }
        for (byte[] payload : sent) {
            assertThat(channel.<byte[]>readInbound()).isEqualTo(payload);
        }
    }

    @Test
    void memory_grows_with_what_arrives_and_not_with_what_is_promised() {
        FrameDecoder generous = new FrameDecoder(Integer.MAX_VALUE);
        EmbeddedChannel greedy = new EmbeddedChannel(generous);
        greedy.writeInbound(Unpooled.copiedBuffer("2147483647#x", StandardCharsets.US_ASCII));
        assertThat(generous.isPartial()).isTrue();
        assertThat(greedy.finish()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "abc#zzz, 'a frame''s length holds byte 0x61, expected digits and #'",
        "'12 #', 'a frame''s length holds byte 0x20, expected digits and #'",
        "-1#a, 'a frame''s length holds byte 0x2d, expected digits and #'",
        "#a, 'a frame of no length, expected: 1 to 99999'",
        "0#a, 'a frame of 0 bytes, expected: 1 to 99999'",
        "000001#a, 'a frame''s length has more than 5 digits, expected: ≤ 99999 bytes'",
        "100000#a, 'a frame''s length has more than 5 digits, expected: ≤ 99999 bytes'",
    })
    void a_wrong_length_ends_the_stream(String bytes, String problem) {
        assertThatThrownBy(() -> arrives(bytes))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.damage()).isEqualTo(WireException.Damage.STREAM))
                .hasMessage(problem);
        arrives("6#a|ping");
        assertThat(next()).isNull();
        assertThat(decoder.isPartial()).isFalse();
    }

    @Test
    void a_length_may_not_exceed_the_bound_even_with_as_many_digits() {
        EmbeddedChannel strict = new EmbeddedChannel(new FrameDecoder(12_228));
        assertThatThrownBy(() -> strict.writeInbound(Unpooled.copiedBuffer("12229#", StandardCharsets.US_ASCII)))
                .hasMessage("a frame of 12229 bytes, expected: 1 to 12228");
        strict.finishAndReleaseAll();
    }

    @Test
    void the_frame_before_a_broken_one_is_handed_on() {
        assertThatThrownBy(() -> arrives("6#a|pingx")).isInstanceOf(WireException.class);
        assertThat(next()).isEqualTo("a|ping");
    }
}
