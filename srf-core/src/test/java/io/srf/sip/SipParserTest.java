// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.srf.sip.SipParseException.Layer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipParserTest {
    private static final String MINIMAL = "OPTIONS sip:a@b SIP/2.0\r\n";

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static SipMessage parse(String raw) {
        return SipParser.parse(latin1(raw));
    }

    private static SipParseException refusal(String raw, SipLimits limits) {
        return catchThrowableOfType(SipParseException.class, () -> SipParser.parse(latin1(raw), limits));
    }

    private static SipParseException refusal(String raw) {
        return refusal(raw, SipLimits.DEFAULT);
    }

    @Test
    void a_request_has_method_uri_headers_and_body() {
        SipRequest request = (SipRequest) Messages.parse("""
                MESSAGE sip:bob@example.com SIP/2.0
                To: <sip:bob@example.com>
                Content-Length: 5

                hello""");

        assertThat(request.method()).isEqualTo("MESSAGE");
        assertThat(request.is(Methods.MESSAGE)).isTrue();
        assertThat(request.uriText()).isEqualTo("sip:bob@example.com");
        assertThat(request.uri()).isEqualTo(SipUri.of("bob", "example.com", -1));
        assertThat(request.version()).isEqualTo("SIP/2.0");
        assertThat(request.startLine()).isEqualTo("MESSAGE sip:bob@example.com SIP/2.0");
        assertThat(request.headers())
                .extracting(Header::toString)
                .containsExactly("To: <sip:bob@example.com>", "Content-Length: 5");
        assertThat(request.bodyText()).isEqualTo("hello");
        assertThat(request.bodyLength()).isEqualTo(5);
    }

    @Test
    void a_response_has_status_reason_and_the_method_of_its_CSeq() {
        SipResponse response = (SipResponse) Messages.parse("SIP/2.0 183 Session Progress\nCSeq: 1 INVITE\n\n");

        assertThat(response.status()).isEqualTo(183);
        assertThat(response.reason()).isEqualTo("Session Progress");
        assertThat(response.isProvisional()).isTrue();
        assertThat(response.isFinal()).isFalse();
        assertThat(response.isSuccess()).isFalse();
        assertThat(response.method()).isEqualTo("INVITE");
        assertThat(response.startLine()).isEqualTo("SIP/2.0 183 Session Progress");
    }

    @Test
    void a_response_may_come_without_a_reason_and_even_without_the_blank_before_it() {
        assertThat(((SipResponse) parse("SIP/2.0 200 \r\n\r\n")).reason()).isEmpty();
        assertThat(((SipResponse) parse("SIP/2.0 200\r\n\r\n")).reason()).isEmpty();
        assertThat(parse("SIP/2.0 200\r\n\r\n").encoded()).isEqualTo(latin1("SIP/2.0 200\r\n\r\n"));
    }

    @Test
    void headers_keep_their_order_and_their_spelling() {
        String raw =
                MINIMAL + "x-ODD:1\r\nv: SIP/2.0/UDP a;branch=1\r\nX-odd  :\t2\r\nVIA: SIP/2.0/UDP b;branch=2\r\n\r\n";

        SipMessage message = parse(raw);

        assertThat(message.headers())
                .extracting(h -> h.name().toString())
                .containsExactly("x-ODD", "Via", "X-odd", "Via");
        assertThat(message.all(HeaderName.of("X-Odd")))
                .extracting(Header::value)
                .containsExactly("1", "2");
        assertThat(message.header("x-odd")).isEqualTo("1");
        assertThat(message.vias()).extracting(Via::host).containsExactly("a", "b");
        assertThat(message.encoded()).isEqualTo(latin1(raw));
    }

    @Test
    void folded_lines_are_one_value_with_one_space_at_each_fold() {
        SipMessage message =
                parse(MINIMAL + "Subject: one \r\n\t two\r\n \r\n   three\r\nTo:\r\n <sip:x@y>\r\nS:\r\n \r\n\r\n");

        assertThat(message.headers()).extracting(Header::value).containsExactly("one two three", "<sip:x@y>", "");
    }

    @Test
    void line_ends_before_the_start_line_are_passed_over() {
        SipMessage message = parse("\r\n\r\n" + MINIMAL + "\r\nbody");

        assertThat(message.method()).isEqualTo("OPTIONS");
        assertThat(message.bodyText()).isEqualTo("body");
        assertThat(message.encoded()).isEqualTo(latin1(MINIMAL + "\r\nbody"));
    }

    @Test
    void bytes_behind_the_Content_Length_are_not_part_of_the_message() {
        SipMessage message = parse(MINIMAL + "l: 2\r\n\r\nok and more");

        assertThat(message.bodyText()).isEqualTo("ok");
        assertThat(message.encoded()).isEqualTo(latin1(MINIMAL + "l: 2\r\n\r\nok"));
    }

    @Test
    void without_a_Content_Length_the_body_is_all_that_follows() {
        assertThat(parse(MINIMAL + "\r\na\r\n\r\nb").bodyText()).isEqualTo("a\r\n\r\nb");
        assertThat(parse(MINIMAL + "\r\n").bodyLength()).isZero();
    }

    @Test
    void a_Content_Length_counts_bytes_and_not_characters() {
        byte[] body = "grüße, мир".getBytes(StandardCharsets.UTF_8);
        byte[] raw = SipRequest.builder("MESSAGE", "sip:a@b")
                .body(body, "text/plain")
                .build()
                .encoded();

        assertThat(new String(raw, StandardCharsets.UTF_8)).contains("Content-Length: " + body.length + "\r\n");
        assertThat(SipParser.parse(raw).body()).isEqualTo(body);
    }

    @Test
    void a_body_is_bytes_that_nobody_touches() {
        byte[] body = new byte[256];
        for (int i = 0; i < 256; i++) {
            body[i] = (byte) i;
        }
        SipMessage message = SipRequest.builder("MESSAGE", "sip:a@b")
                .body(body, "application/octet-stream")
                .build();

        assertThat(SipParser.parse(message.encoded()).body()).isEqualTo(body);
        message.body()[0] = 42;
        assertThat(message.body()).isEqualTo(body);
    }

    @Test
    void a_framed_message_has_the_body_of_its_frame_whatever_its_Content_Length() {
        SipMessage message =
                SipParser.parseFramed(latin1("SIP/2.0 200 OK\r\nContent-Length: 120\r\n\r\nv=0"), SipLimits.DEFAULT);
        SipMessage garbage =
                SipParser.parseFramed(latin1("SIP/2.0 200 OK\r\nContent-Length: x\r\n\r\nv=0"), SipLimits.DEFAULT);

        assertThat(message.bodyText()).isEqualTo("v=0");
        assertThat(garbage.bodyText()).isEqualTo("v=0");
        assertThat(((SipResponse) message).toBuilder().build().header("l")).isEqualTo("3");
    }

    @Test
    void a_framed_message_may_end_without_a_blank_line() {
        SipMessage message =
                SipParser.parseFramed(latin1("BYE sip:placeholder SIP/2.0\r\nSubject: x\r\n"), SipLimits.DEFAULT);

        assertThat(message.header("subject")).isEqualTo("x");
        assertThat(message.bodyLength()).isZero();
        assertThat(SipParser.parseFramed(latin1("BYE sip:x SIP/2.0\r\n"), SipLimits.DEFAULT)
                        .headers())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0",
                "OPTIONS sip:a@b SIP/2.0\r\n",
                "OPTIONS sip:a@b SIP/2.0\nTo: x\n\n",
                "OPTIONS sip:a@b SIP/2.0\r\nTo: x\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nTo: x\rFrom: y\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nTo: x\nFrom: y\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nTo: x\n\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\n folded: first line\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nNo colon\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\n: no name\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nTo\r\n : x\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nT\u00f6: x\r\n\r\n",
            })
    void what_is_no_lines_of_headers_is_refused_as_framing(String raw) {
        SipParseException refusal = refusal(raw);

        assertThat(refusal.layer()).isEqualTo(Layer.FRAMING);
        assertThat(refusal.suggestedStatus()).isEqualTo(400);
        assertThat(refusal.header()).isNull();
        assertThat(refusal.offset()).isBetween(0, raw.length());
    }

    @Test
    void control_characters_before_the_colon_are_not_white_space() {
        for (char c = 0; c <= 0xff; c++) {
            boolean blank = c == ' ' || c == '\t';
            boolean token = Chars.isToken(c);
            String raw = MINIMAL + "Authorization" + c + ": x\r\n\r\n";
            if (blank || token || c == ':') {
                assertThat(parse(raw).has(HeaderName.AUTHORIZATION)).isEqualTo(blank || c == ':');
            } else {
                assertThat(refusal(raw))
                        .as("0x%02x", (int) c)
                        .extracting(SipParseException::layer)
                        .isEqualTo(Layer.FRAMING);
            }
        }
    }

    @Test
    void a_NUL_stands_only_behind_a_backslash() {
        assertThat(parse(MINIMAL + "Subject: \"\\\0\"\r\n\r\n").header("Subject"))
                .isEqualTo("\"\\\0\"");
        assertThat(refusal(MINIMAL + "Subject: a\0b\r\n\r\n").problem()).contains("NUL");
        assertThat(refusal(MINIMAL + "Subject:\0\r\n\r\n").layer()).isEqualTo(Layer.FRAMING);
        assertThat(refusal("SIP/2.0 200 O\0K\r\n\r\n").layer()).isEqualTo(Layer.FRAMING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1 1", "1,1", "x", "", "0x1", "2147483648", "99999999999999999999999", "1.0"})
    void a_Content_Length_that_is_no_number_of_bytes_is_refused(String length) {
        assertThat(refusal(MINIMAL + "Content-Length: " + length + "\r\n\r\n").layer())
                .isEqualTo(Layer.FRAMING);
    }

    @Test
    void a_Content_Length_past_the_end_is_refused() {
        assertThat(refusal(MINIMAL + "Content-Length: 2147483647\r\n\r\nabc").problem())
                .contains("3 bytes");
    }

    @Test
    void two_Content_Lengths_must_be_the_same() {
        assertThat(parse(MINIMAL + "Content-Length: 1\r\nl: 1\r\n\r\na").bodyText())
                .isEqualTo("a");
        assertThat(refusal(MINIMAL + "Content-Length: 1\r\nl: 0\r\n\r\na").layer())
                .isEqualTo(Layer.FRAMING);
    }

    @Test
    void every_bound_is_kept_and_named() {
        SipLimits limits = new SipLimits(400, 3, 100, 20);
        String atUriLimit = "OPTIONS sip:" + "a".repeat(16) + " SIP/2.0\r\n";
        String atLineLimit = "X:" + "a".repeat(98) + "\r\n";
        String foldedToLineLimit = "X:" + "a".repeat(48) + "\r\n" + " " + "b".repeat(47) + "\r\n";

        assertThat(SipParser.parse(latin1(atUriLimit + atLineLimit + foldedToLineLimit + "Y:\r\n\r\n"), limits)
                        .headers())
                .hasSize(3);
        assertThat(refusal("OPTIONS sip:" + "a".repeat(17) + " SIP/2.0\r\n\r\n", limits))
                .satisfies(e -> assertThat(e.suggestedStatus()).isEqualTo(414))
                .hasMessageContaining("≤ 20");
        assertThat(refusal(atUriLimit + "X:" + "a".repeat(99) + "\r\n\r\n", limits))
                .satisfies(e -> assertThat(e.suggestedStatus()).isEqualTo(513))
                .hasMessageContaining("≤ 100");
        assertThat(refusal(atUriLimit + "X:" + "a".repeat(48) + "\r\n " + "b".repeat(48) + "\r\n\r\n", limits))
                .hasMessageContaining("≤ 100");
        assertThat(refusal(atUriLimit + "a:\r\nb:\r\nc:\r\nd:\r\n\r\n", limits)).hasMessageContaining("≤ 3");
        assertThat(refusal(MINIMAL + "\r\n" + "x".repeat(374), limits)).hasMessageContaining("≤ 400");
        assertThat(refusal("OPTIONS sip:a" + "a".repeat(200) + " SIP/2.0\r\n\r\n", limits)
                        .layer())
                .isEqualTo(Layer.FRAMING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS  sip:a@b SIP/2.0",
                "OPTIONS sip:a@b  SIP/2.0",
                "OPTIONS sip:a@b SIP/2.0 ",
                " OPTIONS sip:a@b SIP/2.0",
                "OPTIONS\tsip:a@b SIP/2.0",
                "OPTIONS sip:a@b",
                "OPTIONS",
                "OPTIONS ",
                "OP(IONS sip:a@b SIP/2.0",
                "OPTIONS <sip:a@b> SIP/2.0",
                "OPTIONS sip:a@b;x=\"y\" SIP/2.0",
                "OPTIONS alice SIP/2.0",
                "OPTIONS :alice SIP/2.0",
                "OPTIONS 1sip:alice SIP/2.0",
                "OPTIONS sip:a@b\u0001 SIP/2.0",
                "OPTIONS sip:a@b\u007f SIP/2.0",
                "OPTIONS sip:a@b HTTP/1.1",
                "OPTIONS sip:a@b SIP/2",
                "OPTIONS sip:a@b SIP/.0",
                "OPTIONS sip:a@b SIP/2.",
                "OPTIONS sip:a@b SIP/2..0",
                "OPTIONS sip:a@b SIP/2.0.0",
                "OPTIONS sip:a@b SIP/12345678.0",
                "SIP/2.0 20 OK",
                "SIP/2.0 2000 OK",
                "SIP/2.0 20x OK",
                "SIP/2.0  200 OK",
                "SIP/2.0 099 No",
                "SIP/2.0 700 No",
                "SIP/2.0",
                "SIP/2.0 ",
                "SIP/3.0 200 OK",
                "SIP/",
            })
    void a_bad_start_line_is_refused_as_such(String startLine) {
        assertThat(refusal(startLine + "\r\n\r\n").layer()).isEqualTo(Layer.START_LINE);
    }

    @Test
    void an_unknown_version_of_a_request_is_read_and_that_of_a_response_is_not() {
        assertThat(((SipRequest) parse("OPTIONS sip:a@b SIP/7.0\r\n\r\n")).version())
                .isEqualTo("SIP/7.0");
        assertThat(((SipRequest) parse("OPTIONS sip:a@b sip/2.0\r\n\r\n")).version())
                .isEqualTo("SIP/2.0");
        assertThat(refusal("SIP/7.0 200 OK\r\n\r\n").suggestedStatus()).isEqualTo(505);
    }

    @Test
    void methods_are_told_apart_by_case_and_unknown_ones_are_kept() {
        assertThat(parse("invite sip:a@b SIP/2.0\r\n\r\n").method()).isEqualTo("invite");
        assertThat(parse("FooBar sip:a@b SIP/2.0\r\n\r\n").method()).isEqualTo("FooBar");
        for (String method : Methods.ALL) {
            assertThat(parse(method + " sip:a@b SIP/2.0\r\n\r\n").method()).isSameAs(method);
        }
    }

    @Test
    void a_reason_may_be_in_any_language() {
        SipResponse utf8 = (SipResponse) SipParser.parse("SIP/2.0 486 занято\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        SipResponse latin1 = (SipResponse) parse("SIP/2.0 486 Occup\u00e9\r\n\r\n");

        assertThat(utf8.reason()).isEqualTo("занято");
        assertThat(latin1.reason()).isEqualTo("Occupé");
        assertThat(latin1.encoded()).isEqualTo(latin1("SIP/2.0 486 Occup\u00e9\r\n\r\n"));
    }
}
