// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
    private static final Map<String, HeaderName> COMPACT_FORMS = Map.ofEntries(
            Map.entry("a", HeaderName.ACCEPT_CONTACT),
            Map.entry("b", HeaderName.REFERRED_BY),
            Map.entry("c", HeaderName.CONTENT_TYPE),
            Map.entry("d", HeaderName.REQUEST_DISPOSITION),
            Map.entry("e", HeaderName.CONTENT_ENCODING),
            Map.entry("f", HeaderName.FROM),
            Map.entry("i", HeaderName.CALL_ID),
            Map.entry("j", HeaderName.REJECT_CONTACT),
            Map.entry("k", HeaderName.SUPPORTED),
            Map.entry("l", HeaderName.CONTENT_LENGTH),
            Map.entry("m", HeaderName.CONTACT),
            Map.entry("n", HeaderName.IDENTITY_INFO),
            Map.entry("o", HeaderName.EVENT),
            Map.entry("r", HeaderName.REFER_TO),
            Map.entry("s", HeaderName.SUBJECT),
            Map.entry("t", HeaderName.TO),
            Map.entry("u", HeaderName.ALLOW_EVENTS),
            Map.entry("v", HeaderName.VIA),
            Map.entry("x", HeaderName.SESSION_EXPIRES),
            Map.entry("y", HeaderName.IDENTITY));

    private static List<HeaderName> constants() throws IllegalAccessException {
        List<HeaderName> names = new ArrayList<>();
        for (Field field : HeaderName.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == HeaderName.class) {
                names.add((HeaderName) field.get(null));
            }
        }
        return names;
    }

    @Test
    void a_known_name_is_its_constant_in_any_case() throws IllegalAccessException {
        assertThat(constants()).hasSizeGreaterThan(80).doesNotHaveDuplicates();
        for (HeaderName name : constants()) {
            assertThat(HeaderName.of(name.toString())).isSameAs(name);
            assertThat(HeaderName.of(name.toString().toUpperCase(Locale.ROOT))).isSameAs(name);
            assertThat(HeaderName.of(name.toString().toLowerCase(Locale.ROOT))).isSameAs(name);
        }
    }

    @Test
    void a_compact_form_is_the_constant() {
        COMPACT_FORMS.forEach((form, name) -> {
            assertThat(HeaderName.of(form)).isSameAs(name);
            assertThat(HeaderName.of(form.toUpperCase(Locale.ROOT))).isSameAs(name);
        });
    }

    @Test
    void an_unknown_name_keeps_its_spelling_and_equals_the_others() {
        HeaderName name = HeaderName.of("X-Call-Cost");

        assertThat(name).hasToString("X-Call-Cost");
        assertThat(name).isEqualTo(HeaderName.of("x-call-COST")).hasSameHashCodeAs(HeaderName.of("x-call-COST"));
        assertThat(name).isNotEqualTo(HeaderName.of("X-Call-Costs")).isNotEqualTo("X-Call-Cost");
        assertThat(HeaderName.of("C%6Fntact")).isNotEqualTo(HeaderName.CONTACT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "To ", "To:", "T o", "To\r\nFrom", "Tö", "\"To\"", "To\0", "@"})
    void a_name_that_is_no_token_is_refused(String name) {
        assertThatThrownBy(() -> HeaderName.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a token");
    }

    @Test
    void blanks_around_a_value_are_left_out() {
        assertThat(Header.of("Subject", " \t hello  there \t").value()).isEqualTo("hello  there");
        assertThat(Header.of("Subject", "  ").value()).isEmpty();
        assertThat(Header.of("s", "x")).hasToString("Subject: x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: 1", "a\rb", "a\nb", "\r\n", "a\0b", "\0"})
    void a_value_that_would_leave_its_line_is_refused(String value) {
        assertThatThrownBy(() -> Header.of(HeaderName.SUBJECT, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Subject");
    }

    @Test
    void bytes_that_are_not_UTF_8_are_read_as_ISO_8859_1() {
        byte[] raw = "OPTIONS sip:a@b SIP/2.0\r\nSubject: \u00fcber\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(SipParser.parse(raw).header("Subject")).isEqualTo("über");
    }

    @Test
    void a_replacement_character_that_was_sent_is_kept() {
        assertThat(Messages.withHeader("Subject: a\uFFFDb").header("Subject")).isEqualTo("a\uFFFDb");
    }

    @Test
    void a_value_is_parsed_once_for_each_reader() {
        SipRequest request = Messages.withHeader("Contact: <sip:a@b>, <sip:c@d>");

        List<NameAddr> contacts = request.contacts();

        assertThat(request.contacts()).isSameAs(contacts);
        assertThat(request.values(HeaderName.CONTACT)).containsExactly("<sip:a@b>", "<sip:c@d>");
        assertThat(request.contacts()).isEqualTo(contacts).hasSize(2);
    }

    @Test
    void one_header_can_be_read_as_different_things() {
        SipRequest request = Messages.withHeader("From: <sip:a@b>;tag=1");

        assertThat(request.values(HeaderName.FROM)).containsExactly("<sip:a@b>;tag=1");
        assertThat(request.addresses(HeaderName.FROM)).hasSize(1);
        assertThat(request.from().tag()).isEqualTo("1");
    }
}
