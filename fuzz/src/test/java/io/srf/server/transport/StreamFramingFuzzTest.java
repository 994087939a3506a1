// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.srf.fuzz.BytesAsRandom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class StreamFramingFuzzTest {
    private static final int MAX_MESSAGE_BYTES = 2_000;
    private static final int SPLITS = 16;

    /** The messages that were cut out, and then perhaps the error that ended the stream. */
    private static List<String> cut(byte[] stream, Random pieces) {
        SipStreamDecoder decoder = new SipStreamDecoder(MAX_MESSAGE_BYTES, () -> true);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        List<String> found = new ArrayList<>();
        try {
            for (int at = 0; at < stream.length; ) {
                int end = Math.min(stream.length, at + 1 + pieces.nextInt(256));
                channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOfRange(stream, at, end)));
                assertThat(decoder.heldBytes()).isLessThanOrEqualTo(2 * MAX_MESSAGE_BYTES);
                at = end;
            }
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            assertThat(cause).isInstanceOf(FramingException.class);
        }
        for (Object message; (message = channel.readInbound()) != null; ) {
            found.add(new String((byte[]) message, StandardCharsets.ISO_8859_1));
        }
        channel.finishAndReleaseAll();
        assertThat(decoder.heldBytes()).isZero();
        return found;
    }

    @FuzzTest(maxDuration = "5m")
    void a_stream_has_the_same_messages_however_it_is_split(byte[] bytes) {
        int splits = Math.min(SPLITS, bytes.length);
        byte[] stream = Arrays.copyOfRange(bytes, splits, bytes.length);
        List<String> split = cut(stream, new BytesAsRandom(Arrays.copyOf(bytes, splits)));
        List<String> byteByByte = cut(stream, new BytesAsRandom(new byte[0]));
        assertThat(split).isEqualTo(byteByByte);
        assertThat(split).allSatisfy(message -> assertThat(message.length()).isLessThanOrEqualTo(MAX_MESSAGE_BYTES));
    }
}
