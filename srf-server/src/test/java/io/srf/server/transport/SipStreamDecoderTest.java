// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.ALL;
import static io.srf.server.transport.StreamSamples.OPTIONS;
import static io.srf.server.transport.StreamSamples.WITH_BODY;
import static io.srf.server.transport.StreamSamples.bytes;
import static io.srf.server.transport.StreamSamples.request;
import static io.srf.server.transport.StreamSamples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SipStreamDecoderTest {
    private static final int MAX_MESSAGE_BYTES = 100_000;

    private final SipStreamDecoder decoder = new SipStreamDecoder(MAX_MESSAGE_BYTES, () -> true);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @AfterEach
    void nothing_is_left() {
        channel.finishAndReleaseAll();
        assertThat(decoder.heldBytes()).isZero();
    }

    @Test
    void messages_in_one_read_are_cut_apart() {
        feed(String.join("", ALL));

        assertThat(messages()).isEqualTo(ALL);
    }

    @Test
    void messages_that_come_byte_by_byte_are_put_together() {
        for (byte b : bytes(String.join("", ALL))) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }

        assertThat(messages()).isEqualTo(ALL);
    }

    @Test
    void a_stream_may_be_split_anywhere() {
        List<String> some = ALL.subList(0, ALL.size() - 1);
        String stream = String.join("\r\n\r\n", some);
        for (int i = 1; i < stream.length(); i++) {
            feed(stream.substring(0, i));
            feed(stream.substring(i));

            assertThat(messages()).as("split at %d", i).isEqualTo(some);
        }
    }

    @Test
    void a_stream_may_be_split_at_random() {
        String stream = String.join("\r\n", ALL);
        Random random = new Random(5626);
        for (int round = 0; round < 200; round++) {
            for (int at = 0; at < stream.length(); ) {
                int end = Math.min(stream.length(), at + 1 + random.nextInt(1 << random.nextInt(1, 17)));
                feed(stream.substring(at, end));
                at = end;
            }

            assertThat(messages()).as("round %d", round).isEqualTo(ALL);
        }
    }

    @Test
    void line_ends_between_messages_are_passed_over() {
        feed("\r\n" + OPTIONS + "\r\n\r\n\r\n" + WITH_BODY + "\r\n");

        assertThat(messages()).containsExactly(OPTIONS, WITH_BODY);
        assertThat(decoder.heldBytes()).isZero();
    }

    @Test
    void a_double_CRLF_is_answered_with_one_CRLF() {
        feed("\r\n\r\n");

        assertThat(sent()).isEqualTo("\r\n");
        assertThat(messages()).isEmpty();
    }

    @Test
    void a_ping_may_come_in_pieces() {
        for (String piece : List.of("\r", "\n\r", "\n")) {
            assertThat(sent()).isEmpty();
            feed(piece);
        }

        assertThat(sent()).isEqualTo("\r\n");
    }

    @Test
    void a_single_CRLF_is_no_ping() {
        feed("\r\n");
        feed(OPTIONS);
        feed("\r\n");

        assertThat(sent()).isEmpty();
    }

    @Test
    void a_flood_of_pings_in_one_read_is_answered_once() {
        feed("\r\n\r\n".repeat(10_000));

        assertThat(sent()).isEqualTo("\r\n");
    }

    @Test
    void a_message_without_Content_Length_breaks_the_stream() {
        FramingException error = broken(request("INVITE", "", "v=0"));

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.problem()).contains("Content-Length is missing");
        assertThat(text(error.head())).isEqualTo(request("INVITE", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-1", "+5", "1 2", "0x10", "3;a=b", "1,2", "\u0661"})
    void a_Content_Length_that_is_no_number_breaks_the_stream(String value) {
        FramingException error = broken(request("INVITE", "Content-Length: " + value + "\r\n", ""));

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.problem()).contains("expected a number of bytes");
    }

    @Test
    void two_different_Content_Lengths_break_the_stream() {
        FramingException error = broken(request("INVITE", "Content-Length: 0\r\nl: 1\r\n", "x"));

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.problem()).contains("two different values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100000", "10000000", "99999999999999999999999999"})
    void a_message_that_is_too_long_breaks_the_stream_before_it_is_read(String length) {
        FramingException error = broken(request("INVITE", "Content-Length: " + length + "\r\n", ""));

        assertThat(error.status()).isEqualTo(513);
        assertThat(error.problem()).contains("expected at most 100000 bytes");
    }

    @Test
    void a_message_may_be_as_long_as_the_bound() {
        String head = request("INFO", "Content-Length: 99000\r\n", "");
        int body = MAX_MESSAGE_BYTES - head.length();
        String message = request("INFO", "Content-Length: " + body + "\r\n", "x".repeat(body));

        feed(message);

        assertThat(message).hasSize(MAX_MESSAGE_BYTES);
        assertThat(messages()).containsExactly(message);
    }

    @Test
    void a_head_without_end_breaks_the_stream() {
        String line = "X: " + "y".repeat(1_000) + "\r\n";
        FramingException error = broken("OPTIONS sip:a SIP/2.0\r\n" + line.repeat(100));

        assertThat(error.problem()).contains("headers too long");
        assertThat(error.head()).isEmpty();
    }

    @Test
    void a_line_without_end_breaks_the_stream() {
        assertThat(broken("x".repeat(StreamHead.MAX_HEAD_BYTES + 1)).problem()).contains("headers too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0001\u0002", "\0", " INVITE", "\u00ff", "{\"a\":1}", ":"})
    void a_stream_that_begins_like_no_message_breaks_at_once(String beginning) {
        assertThat(broken(beginning).problem()).contains("no SIP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"OPTIONS sip:a SIP/2.0\n", "OPTIONS sip:a SIP/2.0\r\nVia: x\n", "OPTIONS sip:a SIP/2.0\r\n\n"})
    void a_line_that_ends_without_CR_breaks_the_stream(String lines) {
        assertThat(broken(lines).problem()).contains("expected CR LF");
    }

    @Test
    void what_follows_an_error_is_discarded_and_reported_no_more() {
        broken(request("INVITE", "", ""));

        feed(OPTIONS);
        feed("\0garbage");

        assertThat(messages()).isEmpty();
        assertThat(decoder.heldBytes()).isZero();
    }

    @Test
    void messages_before_an_error_are_still_delivered() {
        FramingException error = broken(OPTIONS + WITH_BODY + "\0");

        assertThat(error.problem()).contains("no SIP");
        assertThat(messages()).containsExactly(OPTIONS, WITH_BODY);
    }

    @Test
    void a_connection_that_closes_within_a_message_delivers_no_part_of_it() {
        feed(WITH_BODY.substring(0, WITH_BODY.length() - 1));

        channel.close();

        assertThat(messages()).isEmpty();
    }

    @Test
    void random_bytes_become_messages_within_the_bound_or_an_error() {
        Random random = new Random(4475);
        byte[][] words = {
            bytes("\r\n"), bytes("Content-Length:"), bytes(" 3"), bytes("l:9"), bytes("INVITE "), bytes(":"), {0}
        };
        for (int round = 0; round < 2_000; round++) {
            EmbeddedChannel fuzzed = new EmbeddedChannel(new SipStreamDecoder(MAX_MESSAGE_BYTES, () -> true));
            try {
                for (int i = 0; i < 40; i++) {
                    byte[] noise = new byte[random.nextInt(6)];
                    random.nextBytes(noise);
                    byte[] word = words[random.nextInt(words.length)];
                    fuzzed.writeInbound(Unpooled.wrappedBuffer(random.nextInt(8) == 0 ? noise : word));
                }
            } catch (FramingException e) {
                assertThat(e.status()).isIn(400, 513);
            } finally {
                for (byte[] m = fuzzed.readInbound(); m != null; m = fuzzed.readInbound()) {
                    assertThat(m).hasSizeBetween(1, MAX_MESSAGE_BYTES);
                }
                fuzzed.finishAndReleaseAll();
            }
        }
    }

    private void feed(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private FramingException broken(String stream) {
        return catchThrowableOfType(FramingException.class, () -> feed(stream));
    }

    private List<String> messages() {
        List<String> all = new ArrayList<>();
        for (byte[] message = channel.readInbound(); message != null; message = channel.readInbound()) {
            all.add(text(message));
        }
        return all;
    }

    private String sent() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return all.toString();
    }
}
