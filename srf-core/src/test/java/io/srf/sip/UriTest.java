// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTest {
    @ParameterizedTest
    @CsvSource({
        "bob@example.com,             sip:bob@example.com",
        "bob@example.com:5070,        sip:bob@example.com:5070",
        "example.com,                 sip:example.com",
        "localhost:5080,              sip:localhost:5080",
        "sip:bob@example.com,         sip:bob@example.com",
        "SIP:bob@example.com,         sip:bob@example.com",
        "sips:bob@example.com,        sips:bob@example.com",
        "tel:+4930123,                tel:+4930123",
        "urn:service:sos,             urn:service:sos",
        "bob@example.com;transport=tcp, sip:bob@example.com;transport=tcp",
    })
    void what_people_write_is_a_sip_URI_unless_it_says_something_else(String written, String uri) {
        assertThat(Uri.of(written)).hasToString(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "bob@@example.com, a second '@'",
        "sip:,             \"sip:\" is no URI such as sip:bob@example.com",
        "bob smith@host,   a URI must not contain ' '",
        "bob@host:port,    \"bob@host:port\"",
    })
    void an_error_shows_the_text_and_what_is_wrong_with_it(String written, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Uri.of(written))
                .withMessageContaining(written)
                .withMessageContaining(problem)
                .withCauseInstanceOf(SipParseException.class);
    }
}
