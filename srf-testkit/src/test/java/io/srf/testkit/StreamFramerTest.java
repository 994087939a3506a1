// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamFramerTest {
    private static final String WITH_BODY = "MESSAGE sip:b SIP/2.0\r\nContent-Length: 5\r\n\r\nhello";
    private static final String COMPACT = "MESSAGE sip:b SIP/2.0\r\nl :  3\r\nX: 1\r\n\r\nyes";
    private static final String WITHOUT_LENGTH = "OPTIONS sip:b SIP/2.0\r\n\r\n";

    private final StreamFramer framer = new StreamFramer();

    private List<String> feed(String text) throws StreamFramer.TooLong {
        return framer.feed(text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void several_messages_in_one_piece_are_cut_apart() throws Exception {
        assertThat(feed(WITH_BODY + "\r\n\r\n" + COMPACT + WITHOUT_LENGTH))
                .containsExactly(WITH_BODY, COMPACT, WITHOUT_LENGTH);
    }

    @Test
    void a_message_byte_by_byte_is_put_together() throws Exception {
        List<String> messages = new ArrayList<>();
        for (char c : (COMPACT + WITH_BODY).toCharArray()) {
            messages.addAll(feed(String.valueOf(c)));
        }

        assertThat(messages).containsExactly(COMPACT, WITH_BODY);
    }

    @Test
    void line_ends_between_messages_are_passed_over() throws Exception {
        assertThat(feed("\r\n\r\n")).isEmpty();
        assertThat(feed("\r\n" + WITHOUT_LENGTH)).containsExactly(WITHOUT_LENGTH);
    }

    @Test
    void what_waits_is_bounded() {
        assertThatThrownBy(() -> feed("x".repeat(StreamFramer.MAX_BYTES + 1)))
                .isInstanceOf(StreamFramer.TooLong.class)
                .hasMessageContaining("1048576");
    }
}
