// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final AtomicInteger readings = new AtomicInteger();
    private final Recent<String> recent = new Recent<>(text -> {
        readings.incrementAndGet();
        if (text.isBlank()) {
            throw SipParseException.value(0, "expected something");
        }
        return text.strip();
    });

    @Test
    void a_text_that_was_read_is_not_read_again() {
        assertThat(recent.read(" a")).isEqualTo("a");
        assertThat(recent.read(new String(" a"))).isEqualTo("a");
        assertThat(readings).hasValue(1);
    }

    @Test
    void a_text_that_cannot_be_read_fails_each_time() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> recent.read(" ")).isInstanceOf(SipParseException.class);
        }
        assertThat(readings).hasValue(2);
    }

    @Test
    void texts_with_the_same_place_each_come_to_their_own_value() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(recent.read("Aa")).isEqualTo("Aa");
        assertThat(recent.read("BB")).isEqualTo("BB");
        assertThat(recent.read("Aa")).isEqualTo("Aa");
    }

    @Test
    void however_many_texts_are_read_each_comes_to_its_own_value() {
        IntStream.range(0, 10_000).forEach(i -> assertThat(recent.read(" " + i)).isEqualTo("" + i));
    }

    @Test
    void a_long_text_is_read_each_time() {
        String text = "a".repeat(1_000);
        assertThat(recent.read(text)).isEqualTo(text);
        assertThat(recent.read(text)).isEqualTo(text);
        assertThat(readings).hasValue(2);
    }
}
