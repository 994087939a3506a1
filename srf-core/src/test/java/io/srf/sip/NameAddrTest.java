// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameAddrTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "<sip:a@b> | null | sip:a@b | ''",
                "sip:a@b | null | sip:a@b | ''",
                "sip:a@b;tag=1 | null | sip:a@b | ;tag=1",
                "<sip:a@b;user=phone>;tag=1 | null | sip:a@b;user=phone | ;tag=1",
                "Alice <sip:a@b> | Alice | sip:a@b | ''",
                "Alice B. Liddell <sip:a@b> | Alice B. Liddell | sip:a@b | ''",
                "caller<sip:a@b>;tag=323 | caller | sip:a@b | ;tag=323",
                "\"Alice\" <sip:a@b> | Alice | sip:a@b | ''",
                "\"A, \\\"B\\\" <C>\"<sip:a@b> ; q = 0.5 | A, \"B\" <C> | sip:a@b | ;q=0.5",
                "\"\" <sip:a@b> | '' | sip:a@b | ''",
                "Жора <sip:a@b> | Жора | sip:a@b | ''",
                "<tel:+1555> | null | tel:+1555 | ''",
                "<sip:a@b?Route=%3Csip:x%3E> | null | sip:a@b?Route=%3Csip:x%3E | ''",
                "<http://www.example.com>;tag=3 | null | http://www.example.com | ;tag=3",
            })
    void an_address_is_read_in_its_parts(String text, String name, String uri, String params) {
        NameAddr address = NameAddr.parse(text);

        assertThat(address.displayName()).isEqualTo(name);
        assertThat(address.uri()).hasToString(uri);
        assertThat(address.params()).hasToString(params);
    }

    @Test
    void the_parameters_of_a_bare_uri_are_those_of_the_header() {
        NameAddr address = NameAddr.parse("sip:+19725552222@gw1.example.net;unknownparam");

        assertThat(((SipUri) address.uri()).params().isEmpty()).isTrue();
        assertThat(address.params().has("unknownparam")).isTrue();
    }

    @Test
    void a_list_is_split_at_commas_outside_of_quotes_and_brackets() {
        assertThat(NameAddr.parseList("\"A, B\" <sip:a,b@c>;x=\"1,2\" , sip:d@e;q=1,<sip:f@g>"))
                .extracting(NameAddr::toString)
                .containsExactly("\"A, B\" <sip:a,b@c>;x=\"1,2\"", "<sip:d@e>;q=1", "<sip:f@g>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "\"Mr. J. User <sip:j.user@example.com>",
                "\"Watson\" < sip:t.watson@example.org >",
                "Bell, Alexander <sip:a.g.bell@example.com>",
                "A:B <sip:a@b>",
                "<sip:a@b",
                "sip:a@b>",
                "<<sip:a@b>>",
                "<sip:a@b>>",
                "<>",
                "\"x\" sip:a@b",
                "\"x\"",
                "\"x\\\" <sip:a@b>",
                "x\"y\" <sip:a@b>",
                "alice@example.com",
                "sip:user@example.com?Route=%3Csip:sip.example.com%3E",
                "<sip:a@b>;tag=1;tag=2",
                "<sip:a@b>;tag=1;TAG=1",
                "<sip:a@b>;tag=",
                "<sip:a@b>;tag",
                "<sip:a@b>;;",
                "<sip:a@b> x",
                "<sip:a@b>, <sip:c@d>",
                "\"x\r\ny\" <sip:a@b>",
                "\"x\0y\" <sip:a@b>",
                "x\1y <sip:a@b>",
            })
    void what_is_no_single_address_is_refused(String text) {
        SipParseException refusal = catchThrowableOfType(SipParseException.class, () -> NameAddr.parse(text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.suggestedStatus()).isEqualTo(400);
        assertThat(refusal.layer()).isEqualTo(SipParseException.Layer.HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "<sip:a@b>,", ",<sip:a@b>", "<sip:a@b>,,<sip:c@d>", "<sip:a@b> <sip:c@d>"})
    void a_list_has_no_empty_places(String text) {
        assertThatThrownBy(() -> NameAddr.parseList(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void an_error_says_where_in_the_header() {
        assertThatThrownBy(() -> Messages.withHeader("To: \"Bob\" <sip:b b@c>").to())
                .isInstanceOfSatisfying(SipParseException.class, e -> {
                    assertThat(e.header()).isEqualTo("To");
                    assertThat(e.offset()).isEqualTo(12);
                    assertThat(e).hasMessage("To at 12: a URI must not contain ' '");
                });
    }

    @Test
    void an_address_is_written_with_brackets_and_its_name_in_quotes() {
        NameAddr address = NameAddr.of(SipUri.of("a", "b", -1));

        assertThat(address).hasToString("<sip:a@b>");
        assertThat(address.withDisplayName("A \"B\" \\").withTag("1"))
                .hasToString("\"A \\\"B\\\" \\\\\" <sip:a@b>;tag=1");
        assertThat(address.withTag("1").withTag("2").tag()).isEqualTo("2");
        assertThat(address.withParam("x", null).withUri(SipUri.of(null, "c", -1)))
                .hasToString("<sip:c>;x");
        assertThat(address.tag()).isNull();
        assertThatThrownBy(() -> address.withTag("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_display_name_comes_back_as_it_was() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x180; c++) {
            if (c != '\r' && c != '\n') {
                all.append(c);
            }
        }
        NameAddr address = NameAddr.of(SipUri.of("a", "b", -1)).withDisplayName(all.toString());

        SipRequest request = SipRequest.builder("OPTIONS", "sip:a@b")
                .add(HeaderName.FROM, address)
                .build();

        assertThat(((SipRequest) SipParser.parse(request.encoded())).from()).isEqualTo(address);
    }

    @Test
    void a_display_name_with_a_line_end_is_refused() {
        assertThatThrownBy(() -> NameAddr.of(SipUri.of("a", "b", -1)).withDisplayName("x\r\nVia: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CR or LF");
    }
}
