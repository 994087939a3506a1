// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalvageTest {
    private static final SipLimits LIMITS = new SipLimits(2000, 10, 200, 100);

    private static Optional<SipResponse> answer(String text) {
        byte[] bytes = Messages.bytes(text);
        SipParseException why = catchThrowableOfType(SipParseException.class, () -> SipParser.parse(bytes, LIMITS));
        return Salvage.response(bytes, LIMITS, why).map(SipResponse.Builder::build);
    }

    private static String with(String line, String other) {
        return Messages.OPTIONS.replaceAll(line, other) + "\n";
    }

    @Test
    void a_request_with_a_bad_start_line_is_answered() {
        SipResponse answer = answer("\n\n" + with("OPTIONS sip:.*", "OPTIONS  sip:a@b SIP/2.0"))
                .orElseThrow();

        assertThat(answer.startLine()).isEqualTo("SIP/2.0 400 Bad Request");
        assertThat(answer.headers())
                .extracting(h -> h.name().toString())
                .containsExactly("Via", "From", "To", "Call-ID", "CSeq", "Content-Length");
        assertThat(answer.topVia().branch()).isEqualTo("z9hG4bK77");
    }

    @Test
    void so_is_one_with_bad_lines_among_the_headers() {
        assertThat(answer(with("Max-Forwards: .*", "no colon"))).isPresent();
        assertThat(answer(with("Max-Forwards: .*", "Subject: a\0b\n folded"))).isPresent();
        assertThat(answer(with("Max-Forwards: .*", "Subject: a\rb"))).isPresent();
        assertThat(answer(Messages.OPTIONS)).isPresent();
        assertThat(answer(Messages.OPTIONS + "Content-Length: 5\n\n")).isPresent();
    }

    @Test
    void what_is_too_long_is_answered_with_what_is_too_long() {
        assertThat(answer(with("sip:bob@example.com SIP", "sip:" + "b".repeat(100) + " SIP")))
                .map(SipResponse::status)
                .hasValue(414);
        assertThat(answer(with("Max-Forwards: .*", "Subject: " + "b".repeat(200))))
                .map(SipResponse::status)
                .hasValue(513);
        assertThat(answer(Messages.OPTIONS + "X: y\n".repeat(10) + "\n"))
                .map(SipResponse::status)
                .hasValue(513);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq"})
    void a_request_without_what_ties_an_answer_to_it_is_dropped(String name) {
        assertThat(answer(with(name + ": .*", "a bad line"))).isEmpty();
    }

    @Test
    void what_is_never_answered_is_dropped() {
        assertThat(answer(with("OPTIONS sip:.*", "SIP/2.0 2000 OK"))).isEmpty();
        assertThat(answer(with("OPTIONS sip:.*", "ACK  sip:a@b SIP/2.0"))).isEmpty();
        assertThat(answer(with("Via: .*", "Via: x").replaceFirst("sip:bob", "bob")))
                .isEmpty();
        assertThat(answer("")).isEmpty();
        assertThat(answer("OPTIONS")).isEmpty();
        assertThat(answer("\u0001OPTIONS sip:a@b SIP/2.0\n")).isEmpty();
        assertThat(answer(Messages.OPTIONS + "\n" + "x".repeat(2000))).isEmpty();
    }

    @Test
    void only_a_few_bad_lines_are_passed_over() {
        String start = "OPTIONS  sip:a@b SIP/2.0\n";
        String headers = Messages.OPTIONS.substring(Messages.OPTIONS.indexOf('\n') + 1) + "\n";

        assertThat(answer(start + "bad\n".repeat(7) + headers)).isPresent();
        assertThat(answer(start + "bad\n".repeat(8) + headers)).isEmpty();
    }
}
