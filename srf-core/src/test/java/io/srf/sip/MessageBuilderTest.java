// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBuilderTest {
    private static String text(SipMessage message) {
        return new String(message.encoded(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private static SipRequest.Builder request() {
        return SipRequest.builder(Methods.MESSAGE, "sip:bob@example.com");
    }

    @Test
    void a_request_is_written_in_the_order_its_headers_were_added() {
        SipRequest request = request()
                .add(HeaderName.VIA, new Via("UDP", "192.0.2.1", 5060, Params.NONE.with("branch", "z9hG4bK1")))
                .add(HeaderName.FROM, NameAddr.parse("Alice <sip:alice@example.com>;tag=1"))
                .add(HeaderName.of("x-odd"), 7)
                .body("grüße", "text/plain")
                .build();

        assertThat(text(request)).isEqualTo("""
                MESSAGE sip:bob@example.com SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
                From: "Alice" <sip:alice@example.com>;tag=1
                x-odd: 7
                Content-Type: text/plain
                Content-Length: 7

                grüße""");
        assertThat(request.body()).isEqualTo("grüße".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_changed_copy_keeps_the_version() {
        SipRequest request =
                (SipRequest) SipParser.parse("OPTIONS sip:a@b SIP/7.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));

        SipRequest copy = request.toBuilder().add(HeaderName.SUBJECT, "x").build();

        assertThat(copy.version()).isEqualTo("SIP/7.0");
        assertThat(text(copy)).startsWith("OPTIONS sip:a@b SIP/7.0\n");
    }

    @Test
    void a_header_is_added_behind_those_of_its_name() {
        SipRequest request = request()
                .add(HeaderName.ROUTE, "<sip:a;lr>")
                .add(HeaderName.SUBJECT, "x")
                .add(HeaderName.ROUTE, "<sip:b;lr>")
                .addFirst(HeaderName.ROUTE, "<sip:0;lr>")
                .addFirst(HeaderName.VIA, "SIP/2.0/UDP h")
                .build();

        assertThat(request.headers())
                .extracting(Header::value)
                .containsExactly("SIP/2.0/UDP h", "<sip:0;lr>", "<sip:a;lr>", "<sip:b;lr>", "x", "0");
    }

    @Test
    void setting_a_header_replaces_all_of_its_name() {
        SipRequest request = request()
                .add(HeaderName.ROUTE, "<sip:a;lr>")
                .add(HeaderName.SUBJECT, "x")
                .add(HeaderName.ROUTE, "<sip:b;lr>")
                .set(HeaderName.ROUTE, "<sip:c;lr>")
                .set(HeaderName.USER_AGENT, "srf")
                .build();

        assertThat(request.headers()).extracting(Header::value).containsExactly("<sip:c;lr>", "x", "srf", "0");
    }

    @Test
    void the_same_header_may_be_set_twice() {
        Header subject = Header.of("Subject", "x");

        assertThat(request().set(subject).set(subject).build().all(HeaderName.SUBJECT))
                .hasSize(1);
    }

    @Test
    void headers_are_removed_by_name_or_by_condition() {
        SipRequest.Builder builder = request()
                .add(HeaderName.of("X-A"), "1")
                .add(HeaderName.SUBJECT, "s")
                .add(HeaderName.of("X-B"), "2")
                .removeIf(h -> h.name().toString().startsWith("X-"));

        assertThat(builder.has(HeaderName.of("x-a"))).isFalse();
        assertThat(builder.has(HeaderName.SUBJECT)).isTrue();
        assertThat(builder.remove(HeaderName.SUBJECT).has(HeaderName.SUBJECT)).isFalse();
    }

    @Test
    void the_topmost_hop_is_replaced_or_taken_away_even_where_it_shares_its_line() {
        SipRequest request = (SipRequest) Messages.parse("""
                OPTIONS sip:a@b SIP/2.0
                Via: SIP/2.0/UDP a;branch=1 , SIP/2.0/TCP b;branch=2;x="q, r"
                v: SIP/2.0/UDP c

                """);

        assertThat(request.toBuilder()
                        .replaceTopVia(request.topVia().withParam("received", "::1"))
                        .build()
                        .headers()
                        .getFirst()
                        .value())
                .isEqualTo("SIP/2.0/UDP a;branch=1;received=::1, SIP/2.0/TCP b;branch=2;x=\"q, r\"");
        assertThat(request.toBuilder().removeTopVia().build().vias())
                .extracting(Via::host)
                .containsExactly("b", "c");
        assertThat(request.toBuilder().removeTopVia().removeTopVia().build().vias())
                .extracting(Via::host)
                .containsExactly("c");
        assertThat(request.toBuilder()
                        .removeTopVia()
                        .removeTopVia()
                        .removeTopVia()
                        .removeTopVia()
                        .build()
                        .vias())
                .isEmpty();
        assertThatThrownBy(() -> Messages.withHeader("Via: x").toBuilder().removeTopVia())
                .isInstanceOf(SipParseException.class);
    }

    @Test
    void a_body_brings_its_type_and_takes_what_describes_it_away_with_it() {
        SipRequest zipped = request()
                .add(HeaderName.CONTENT_ENCODING, "gzip")
                .add(HeaderName.CONTENT_DISPOSITION, "render")
                .add(HeaderName.SUBJECT, "s")
                .body(new byte[] {1, 2}, "application/x")
                .build();

        SipRequest copy = request()
                .add(HeaderName.CONTENT_LANGUAGE, "fr")
                .body("old", "text/plain")
                .bodyOf(zipped)
                .build();
        assertThat(copy.body()).containsExactly(1, 2);
        assertThat(copy.headers())
                .extracting(h -> h.name().toString())
                .containsExactly("Content-Encoding", "Content-Disposition", "Content-Type", "Content-Length");

        SipRequest none = zipped.toBuilder().noBody().build();
        assertThat(none.bodyLength()).isZero();
        assertThat(none.headers()).extracting(Header::toString).containsExactly("Subject: s", "Content-Length: 0");
    }

    @Test
    void a_body_is_copied_when_it_is_given() {
        byte[] body = {1, 2, 3};
        SipRequest request = request().body(body, "application/x").build();
        body[0] = 9;

        assertThat(request.body()).containsExactly(1, 2, 3);
    }

    @Test
    void the_Content_Length_is_written_by_the_builder() {
        assertThat(request().add(HeaderName.CONTENT_LENGTH, "99").build().header("l"))
                .isEqualTo("0");
        assertThat(text(Messages.withHeader("l : 0").toBuilder().build())).contains("\nl : 0\n");
        assertThat(text(Messages.withHeader("l: 0\nContent-Length: 0").toBuilder()
                        .build()))
                .contains("\nContent-Length: 0\n")
                .doesNotContain("l: 0");
        assertThat(text(Messages.withHeader("l: 0\nSubject: s").toBuilder()
                        .body("x", "text/plain")
                        .build()))
                .contains("\nContent-Length: 1\nSubject: s\nContent-Type: text/plain\n");
    }

    @Test
    void a_builder_may_be_used_again() {
        SipRequest.Builder builder = request().add(HeaderName.SUBJECT, "1");
        SipRequest first = builder.build();
        SipRequest second = builder.set(HeaderName.SUBJECT, "2").build();

        assertThat(first.header("Subject")).isEqualTo("1");
        assertThat(second.header("Subject")).isEqualTo("2");
    }

    @Test
    void untouched_headers_keep_their_bytes_in_a_changed_copy() {
        String odd =
                "OPTIONS sip:a@b SIP/2.0\r\nX-Bin :  \u00ff\u00fe\u0080 \u00e9\r\n \t folded\r\nv:SIP/2.0/UDP  h\r\nl: 0\r\n\r\n";
        byte[] bytes = odd.getBytes(StandardCharsets.ISO_8859_1);

        SipRequest copy = ((SipRequest) SipParser.parse(bytes)).toBuilder().build();
        SipRequest changed = copy.toBuilder().add(HeaderName.SUBJECT, "new").build();

        assertThat(copy.encoded()).isEqualTo(bytes);
        assertThat(new String(changed.encoded(), StandardCharsets.ISO_8859_1))
                .isEqualTo(odd.replace("l: 0\r\n", "l: 0\r\nSubject: new\r\n"));
    }

    @Test
    void the_Request_URI_can_be_changed() {
        SipRequest request =
                request().uri(SipUri.of("carol", "example.org", 5070)).build();

        assertThat(request.startLine()).isEqualTo("MESSAGE sip:carol@example.org:5070 SIP/2.0");
        assertThat(SipRequest.builder(Methods.INVITE, SipUri.of("é", "h", -1))
                        .build()
                        .uriText())
                .isEqualTo("sip:%C3%A9@h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "sip:bob@h SIP/2.0\r\nX: y",
                "sip:b b@h",
                "<sip:b@h>",
                "sip:b@h\n",
                "sip:\0",
                "sip:a\"b@h",
                ":x"
            })
    void a_Request_URI_that_would_not_be_read_back_is_refused(String uri) {
        assertThatThrownBy(() -> SipRequest.builder(Methods.INVITE, uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Request-URI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "IN VITE", "INVITE\r\n", "INVITE sip:x", "ÏNVITE", "INVITE:"})
    void a_method_that_is_no_token_is_refused(String method) {
        assertThatThrownBy(() -> SipRequest.builder(method, "sip:a@b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_response_has_a_status_and_a_reason_on_one_line() {
        assertThat(SipResponse.builder(180, null).build().startLine()).isEqualTo("SIP/2.0 180 Ringing");
        assertThat(SipResponse.builder(299, null).build().startLine()).isEqualTo("SIP/2.0 299 Success");
        assertThat(SipResponse.builder(486, "").build().startLine()).isEqualTo("SIP/2.0 486 ");
        for (String reason : new String[] {"a\r\nb", "a\nb", "a\rb", "a\0"}) {
            assertThatThrownBy(() -> SipResponse.builder(200, reason)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int status : new int[] {0, 99, 700, -200}) {
            assertThatThrownBy(() -> SipResponse.builder(status, "x")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothing_given_to_a_builder_begins_another_header() {
        String evil = "x\r\nX-Evil: 1";
        Consumer<SipRequest.Builder> add = b -> b.add(HeaderName.SUBJECT, evil);
        Consumer<SipRequest.Builder> addFirst = b -> b.addFirst(HeaderName.SUBJECT, evil);
        Consumer<SipRequest.Builder> set = b -> b.set(HeaderName.SUBJECT, evil);
        Consumer<SipRequest.Builder> type = b -> b.body("", evil);
        Consumer<SipRequest.Builder> object = b -> b.add(HeaderName.SUBJECT, Optional.of(evil));
        for (Consumer<SipRequest.Builder> injection : List.of(add, addFirst, set, type, object)) {
            assertThatThrownBy(() -> injection.accept(request())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_response_takes_over_what_ties_it_to_its_request() {
        SipRequest request = (SipRequest) Messages.parse("""
                INVITE sip:a@b SIP/2.0
                v: SIP/2.0/UDP a;branch=1
                Max-Forwards: 70
                Via: SIP/2.0/UDP b;branch=2
                f: <sip:a@b>;tag=1
                t: <sip:c@d>
                i: 1
                CSeq: 1 INVITE
                Timestamp: 54
                Subject: x
                Record-Route: <sip:p;lr>

                """);

        assertThat(text(request.response(486, null).build())).isEqualTo("""
                SIP/2.0 486 Busy Here
                v: SIP/2.0/UDP a;branch=1
                Via: SIP/2.0/UDP b;branch=2
                f: <sip:a@b>;tag=1
                t: <sip:c@d>
                i: 1
                CSeq: 1 INVITE
                Content-Length: 0

                """);
        assertThat(request.response(100, "Ok ok").build().header(HeaderName.TIMESTAMP))
                .isEqualTo("54");
    }

    @Test
    void messages_are_equal_if_they_are_written_alike() {
        SipMessage one = Messages.options("Subject: x");
        SipMessage two = Messages.options("Subject: x");

        assertThat(one)
                .isEqualTo(two)
                .hasSameHashCodeAs(two)
                .isNotEqualTo(Messages.options("Subject:  x"))
                .isNotEqualTo("x");
        assertThat(one.toString()).isEqualTo(new String(one.encoded(), StandardCharsets.UTF_8));
    }

    @Test
    void limits_are_positive() {
        assertThatThrownBy(() -> new SipLimits(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SipLimits(1, 1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
