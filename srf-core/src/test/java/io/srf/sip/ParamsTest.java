// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParamsTest {
    @Test
    void parameters_are_found_by_name_in_any_case() {
        Params params = Params.parse(" ; A = 1 ;flag; q=\"x;\\\"y\\\\\" ;empty=");

        assertThat(params.names()).containsExactly("A", "flag", "q", "empty");
        assertThat(params.get("a")).isEqualTo("1");
        assertThat(params.get("FLAG")).isEmpty();
        assertThat(params.get("q")).isEqualTo("x;\"y\\");
        assertThat(params.get("empty")).isEmpty();
        assertThat(params.get("other")).isNull();
        assertThat(params.has("flag")).isTrue();
        assertThat(params.has("other")).isFalse();
        assertThat(params).hasToString(";A=1;flag;q=\"x;\\\"y\\\\\";empty=");
        assertThat(params.asMap())
                .containsEntry("Q", "x;\"y\\")
                .containsEntry("flag", "")
                .hasSize(4);
    }

    @Test
    void no_parameters_are_none() {
        assertThat(Params.parse("")).isSameAs(Params.NONE).hasToString("");
        assertThat(Params.NONE.isEmpty()).isTrue();
        assertThat(Params.NONE.without("x")).isSameAs(Params.NONE);
        assertThat(Params.NONE.asMap()).isEmpty();
    }

    @Test
    void setting_one_keeps_the_place_of_the_old_one() {
        Params params = Params.parse(";a=1;b;c=3");

        assertThat(params.with("B", "2")).hasToString(";a=1;B=2;c=3");
        assertThat(params.with("d", null)).hasToString(";a=1;b;c=3;d");
        assertThat(params.with("a", null)).hasToString(";a;b;c=3");
        assertThat(params.without("b").without("a")).hasToString(";c=3");
        assertThat(Params.parse(";a;b;a=2").without("A")).hasToString(";b");
        assertThat(params).hasToString(";a=1;b;c=3");
    }

    @Test
    void a_value_is_quoted_where_it_must_be_and_comes_back_as_it_was() {
        for (String value : new String[] {
            "plain",
            "a b",
            "a;b",
            "a,b",
            "\"",
            "back\\slash",
            "<urn:uuid:1>",
            "ü",
            "a=b",
            "a@b",
            "::1",
            "[::1]:5060",
            "tab\there",
            "nul\0"
        }) {
            Params params = Params.NONE.with("p", value);

            assertThat(params.get("p")).isEqualTo(value);
            assertThat(Params.parse(params.toString()).get("p")).isEqualTo(value);
        }
        assertThat(Params.NONE.with("+sip.instance", "<urn:uuid:1>")).hasToString(";+sip.instance=\"<urn:uuid:1>\"");
        assertThat(Params.NONE.with("received", "2001:db8::1")).hasToString(";received=2001:db8::1");
        assertThat(Params.NONE.with("p", "a=b")).hasToString(";p=\"a=b\"");
        assertThat(Params.NONE.with("p", "\"already quoted\"")).hasToString(";p=\"already quoted\"");
        assertThat(Params.NONE.with("p", "\"half")).hasToString(";p=\"\\\"half\"");
        assertThat(Params.NONE.with("p", "\"a\" b\"")).hasToString(";p=\"\\\"a\\\" b\\\"\"");
    }

    @Test
    void what_cannot_be_written_is_refused() {
        assertThatThrownBy(() -> Params.NONE.with("a b", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token");
        assertThatThrownBy(() -> Params.NONE.with("", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Params.NONE.with("a;b", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Params.NONE.with("a", "1\r\nX: y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Params.NONE.with("a", "1\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                ";",
                ";;a",
                ";a;",
                ";=1",
                ";a=\"x",
                ";a=\"x\\\"",
                ";a b",
                ";a=1 2",
                ";a=<x>",
                ";a,b",
                ";a=\"x\ny\"",
                ";a=\"\0\""
            })
    void what_is_no_parameter_is_refused(String text) {
        assertThatThrownBy(() -> Params.parse(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void equal_parameters_are_written_alike() {
        assertThat(Params.parse(";a=1")).isEqualTo(Params.parse("; a = 1")).hasSameHashCodeAs(Params.parse(";a=1"));
        assertThat(Params.parse(";a=1")).isNotEqualTo(Params.parse(";A=1")).isNotEqualTo(";a=1");
    }

    @Test
    void ten_thousand_parameters_are_read_and_removed() {
        Params params = Params.parse(";a".repeat(10_000) + ";b=1");

        assertThat(params.get("b")).isEqualTo("1");
        assertThat(params.without("a")).hasToString(";b=1");
        assertThat(params.asMap()).hasSize(2);
    }
}
