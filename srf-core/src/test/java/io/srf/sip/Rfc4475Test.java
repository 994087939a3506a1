// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.srf.sip.SipParseException.Layer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Rfc4475Test {
    private static final RequestRules RULES = new RequestRules(Set.of("100rel", "timer", "replaces"));

    static Stream<Rfc4475.Row> rows() {
        return Rfc4475.table();
    }

    private static SipRequest request(String name) {
        return (SipRequest) SipParser.parse(Rfc4475.read(name));
    }

    private static SipResponse response(String name) {
        return (SipResponse) SipParser.parse(Rfc4475.read(name));
    }

    @Test
    void the_table_has_each_of_the_49_messages_once_and_one_more() {
        assertThat(rows()).hasSize(50).extracting(Rfc4475.Row::name).doesNotHaveDuplicates();
        assertThat(rows().filter(row -> row.note().startsWith("3."))).hasSize(49);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_message_is_objected_to_by_its_layer_and_answered_with_its_status(Rfc4475.Row row) {
        byte[] bytes = row.bytes();
        switch (row.layer()) {
            case "framing", "start-line" -> isNoMessage(row, bytes);
            case "header" -> hasOneBadHeader(row, SipParser.parse(bytes));
            case "semantics", "accepted" -> isReadable(row, SipParser.parse(bytes));
            default -> throw new AssertionError(row.layer());
        }
    }

    private static void isNoMessage(Rfc4475.Row row, byte[] bytes) {
        SipParseException e = catchThrowableOfType(SipParseException.class, () -> SipParser.parse(bytes));

        assertThat(e).isNotNull();
        assertThat(e.layer())
                .isEqualTo(Layer.valueOf(row.layer().toUpperCase(Locale.ROOT).replace('-', '_')));
        Optional<SipResponse.Builder> answer = Salvage.response(bytes, SipLimits.DEFAULT, e);
        assertThat(answer.isPresent()).isEqualTo(row.judge().equals("parser"));
        answer.ifPresent(response -> {
            assertThat(response.build().status()).isEqualTo(row.status().orElseThrow());
            assertThat(response.build().topVia().host()).isNotEmpty();
        });
    }

    private static void hasOneBadHeader(Rfc4475.Row row, SipMessage message) {
        assertThat(TypedReaders.objections(message))
                .extracting(SipParseException::layer)
                .contains(Layer.HEADER);
        assertThat(TypedReaders.objections(message))
                .extracting(SipParseException::header)
                .contains(row.header());
        judge(row, message);
    }

    private static void isReadable(Rfc4475.Row row, SipMessage message) {
        boolean version2 =
                !(message instanceof SipRequest request) || request.version().equals("SIP/2.0");
        if (version2) {
            assertThat(TypedReaders.objections(message))
                    .extracting(SipParseException::layer)
                    .doesNotContain(Layer.HEADER);
        }
        judge(row, message);
    }

    private static void judge(Rfc4475.Row row, SipMessage message) {
        byte[] bytes = row.bytes();
        assertThat(message.encoded()).isEqualTo(Arrays.copyOf(bytes, message.encoded().length));
        if (!row.name().equals("dblreq")) {
            assertThat(message.encoded()).hasSameSizeAs(bytes);
        }
        if (message instanceof SipRequest request) {
            assertThat(status(RULES.check(request)))
                    .isEqualTo(row.judge().equals("rules") ? row.status() : OptionalInt.empty());
            if (row.judge().equals("proxy")) {
                assertThat(status(RULES.unforwardable(request))).isEqualTo(row.status());
            }
        } else {
            assertThat(row.judge()).isEqualTo("nobody");
        }
    }

    private static OptionalInt status(Optional<Refusal> refusal) {
        return refusal.map(r -> OptionalInt.of(r.status())).orElse(OptionalInt.empty());
    }

    @Test
    void wsinv_is_read_in_spite_of_its_blanks() {
        SipRequest request = request("wsinv");

        assertThat(request.to().tag()).isEqualTo("1918181833n");
        assertThat(request.from().displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(request.from().tag()).isEqualTo("98asjd8");
        assertThat(request.maxForwards()).isEqualTo(68);
        assertThat(request.cseq()).isEqualTo(new CSeq(9, "INVITE"));
        assertThat(request.vias())
                .extracting(Via::toString)
                .containsExactly(
                        "SIP/2.0/UDP 192.0.2.2;branch=390skdjuw",
                        "SIP/2.0/TCP spindle.example.com;branch=z9hG4bK9ikj8",
                        "SIP/2.0/UDP 192.168.255.111;branch=z9hG4bK30239");
        assertThat(request.header("Subject")).isEmpty();
        assertThat(request.header("NewFangledHeader")).isEqualTo("newfangled value continued newfangled value");
        assertThat(request.contact()).isNotNull().satisfies(contact -> {
            assertThat(contact.displayName()).isEqualTo("Quoted string \"\"");
            assertThat(contact.params().get("newparam")).isEqualTo("newvalue");
            assertThat(contact.params().get("q")).isEqualTo("0.33");
        });
        assertThat(request.routes().getFirst().uri()).isInstanceOfSatisfying(SipUri.class, uri -> {
            assertThat(uri.isLooseRouting()).isTrue();
            assertThat(uri.params().has("unknown-no-value")).isTrue();
        });
        assertThat(request.bodyLength()).isEqualTo(150);
    }

    @Test
    void intmeth_may_use_every_allowed_character() {
        SipRequest request = request("intmeth");

        assertThat(request.method()).isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(request.cseq().method()).isEqualTo(request.method());
        assertThat(request.to().displayName()).isEqualTo("BEL:\7 NUL:\0 DEL:\u007f");
        assertThat(request.from().displayName()).isEqualTo("token1~` token2'+_ token3*%!.-");
        assertThat(request.from().tag()).isEqualTo("_token~1'+`*%!-.");
        assertThat(request.from().params().get("fromParam''~+*_!.-%")).isEqualTo("работающий");
        assertThat(request.uri()).isInstanceOfSatisfying(SipUri.class, uri -> {
            assertThat(uri.user()).isEqualTo("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
            assertThat(uri.password()).isEqualTo("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
            assertThat(uri.host()).isEqualTo("example.com");
        });
        assertThat(request.header("EXTENSIONHEADER-!.%*+_`'~")).isEqualTo("\uFEFF大停電");
    }

    @Test
    void escapes_are_undone_in_URIs_and_nowhere_else() {
        SipRequest esc01 = request("esc01");
        assertThat(esc01.uri().user()).isEqualTo("sips:user@example.com");
        assertThat(esc01.to().uri().user()).isEqualTo("user");
        assertThat(esc01.from().uri().user()).isEqualTo("I have spaces");
        assertThat(esc01.contacts().getFirst().uri()).isInstanceOfSatisfying(SipUri.class, uri -> {
            assertThat(uri.user()).isEqualTo("caller");
            assertThat(uri.isLooseRouting()).isTrue();
            assertThat(uri.params().get("name")).isEqualTo("value%41");
        });

        SipRequest escnull = request("escnull");
        assertThat(escnull.from().uri().user()).isEqualTo("null-\0-null");
        assertThat(escnull.contacts()).extracting(c -> c.uri().user()).containsExactly("\0", "\0\0");

        SipRequest esc02 = request("esc02");
        assertThat(esc02.method()).isEqualTo("RE%47IST%45R");
        assertThat(esc02.to().displayName()).isEqualTo("%Z%45");
        assertThat(esc02.contacts()).hasSize(2);
    }

    @Test
    void longreq_has_34_hops() {
        assertThat(request("longreq").vias())
                .hasSize(34)
                .last()
                .satisfies(via -> assertThat(via.branch()).startsWith("verylong"));
    }

    @Test
    void dblreq_is_one_message() {
        SipRequest request = request("dblreq");

        assertThat(request.method()).isEqualTo("REGISTER");
        assertThat(request.callId()).isEqualTo("dblreq.0ha0isndaksdj99sdfafnl3lk233412");
        assertThat(request.bodyLength()).isZero();
        assertThat(new String(request.encoded(), StandardCharsets.US_ASCII))
                .endsWith("Content-Length: 0\r\n\r\n")
                .doesNotContain("INVITE");
    }

    @Test
    void semiuri_has_a_user_with_a_semicolon() {
        assertThat(request("semiuri").uri().user()).isEqualTo("user;par=u@example.net");
        assertThat(request("semiuri").values(HeaderName.ACCEPT)).hasSize(6);
    }

    @Test
    void mpart01_has_a_text_and_a_signature() {
        SipRequest request = request("mpart01");

        assertThat(request.bodyParts())
                .extracting(BodyPart::contentType)
                .containsExactly("text/plain", "application/octet-stream");
        assertThat(request.bodyParts().getFirst().text()).isEqualTo("Hello");
        assertThat(request.bodyParts().getLast().content())
                .startsWith(0x30, 0x82, 0x01, 0x52)
                .hasSize(0x152 + 4);
    }

    @Test
    void reasons_may_be_odd_or_absent() {
        assertThat(response("unreason").reason()).isEqualTo("= 2**3 * 5**2 но сто девяносто девять - простое");
        assertThat(response("noreason").reason()).isEmpty();
        assertThat(response("noreason").status()).isEqualTo(100);
    }

    @Test
    void baddn_with_its_last_line_has_a_bad_display_name() {
        byte[] cut = Rfc4475.read("baddn");
        byte[] whole = Arrays.copyOf(cut, cut.length + 2);
        whole[cut.length] = '\r';
        whole[cut.length + 1] = '\n';

        SipRequest request = (SipRequest) SipParser.parse(whole);

        assertThat(catchThrowableOfType(SipParseException.class, request::from).header())
                .isEqualTo("From");
        assertThat(RULES.check(request)).map(Refusal::status).hasValue(400);
    }

    @Test
    void bext01_is_told_what_is_not_supported() {
        SipRequest request = request("bext01");

        SipResponse answer =
                RULES.check(request).orElseThrow().response(request).build();

        assertThat(answer.startLine()).isEqualTo("SIP/2.0 420 Bad Extension");
        assertThat(answer.values(HeaderName.UNSUPPORTED))
                .containsExactly("nothingSupportsThis", "nothingSupportsThisEither");
        assertThat(RULES.unforwardable(request).orElseThrow().headers())
                .extracting(Header::value)
                .containsExactly("noProxiesSupportThis, norDoAnyProxiesSupportThis");
    }
}
