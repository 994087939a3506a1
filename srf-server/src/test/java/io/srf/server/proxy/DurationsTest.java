// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"2s, 2000", "1500ms, 1500", "0s, 0"})
    void seconds_and_milliseconds_are_read(String text, long millis) {
        assertThat(Durations.millis(text)).isEqualTo(millis);
    }

    @Test
    void nothing_written_is_no_limit() {
        assertThat(Durations.millis("")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "s", "2m", "-1s", "2 s", "99999999999s"})
    void anything_else_is_refused_with_what_was_expected(String text) {
        assertThatThrownBy(() -> Durations.millis(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("expected such as 2s");
    }
}
