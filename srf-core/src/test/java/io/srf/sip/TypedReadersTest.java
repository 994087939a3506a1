// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.srf.sip.SipParseException.Layer;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedReadersTest {
    private static final SipRequest EMPTY = (SipRequest) Messages.parse("OPTIONS sip:a@b SIP/2.0\n\n");

    @Test
    void the_required_headers_are_read() {
        SipRequest request = Messages.options();

        assertThat(request.topVia().branch()).isEqualTo("z9hG4bK77");
        assertThat(request.vias()).hasSize(1);
        assertThat(request.from().tag()).isEqualTo("a");
        assertThat(request.to().uri().user()).isEqualTo("bob");
        assertThat(request.callId()).isEqualTo("1@192.0.2.1");
        assertThat(request.cseq()).isEqualTo(new CSeq(1, "OPTIONS"));
        assertThat(request.maxForwards()).isEqualTo(70);
    }

    @Test
    void a_required_header_that_is_missing_is_an_error_of_its_reader() {
        List<Function<SipMessage, ?>> readers =
                List.of(SipMessage::topVia, SipMessage::from, SipMessage::to, SipMessage::callId, SipMessage::cseq);
        for (Function<SipMessage, ?> reader : readers) {
            SipParseException e = catchThrowableOfType(SipParseException.class, () -> reader.apply(EMPTY));
            assertThat(e.layer()).isEqualTo(Layer.SEMANTICS);
            assertThat(e.suggestedStatus()).isEqualTo(400);
            assertThat(e.header()).isNotNull();
            assertThat(e.offset()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, true",
        "' False ', true",
        "FALSE;reason=none, true",
        "false ; x, true",
        "true, false",
        "falsely, false",
        "'', false"
    })
    void Refer_Sub_declines_a_subscription_only_with_false(String value, boolean declines) {
        SipRequest request = EMPTY.toBuilder().add(HeaderName.REFER_SUB, value).build();

        assertThat(request.declinesReferSub()).isEqualTo(declines);
    }

    @Test
    void an_optional_header_that_is_missing_is_nothing() {
        assertThat(EMPTY.vias()).isEmpty();
        assertThat(EMPTY.maxForwards()).isEqualTo(-1);
        assertThat(EMPTY.contacts()).isEmpty();
        assertThat(EMPTY.contact()).isNull();
        assertThat(EMPTY.hasWildcardContact()).isFalse();
        assertThat(EMPTY.routes()).isEmpty();
        assertThat(EMPTY.recordRoutes()).isEmpty();
        assertThat(EMPTY.expires()).isEqualTo(-1);
        assertThat(EMPTY.minExpires()).isEqualTo(-1);
        assertThat(EMPTY.minSe()).isEqualTo(-1);
        assertThat(EMPTY.retryAfter()).isEqualTo(-1);
        assertThat(EMPTY.rseq()).isEqualTo(-1);
        assertThat(EMPTY.rack()).isNull();
        assertThat(EMPTY.declinesReferSub()).isFalse();
        assertThat(EMPTY.sessionExpires()).isNull();
        assertThat(EMPTY.date()).isNull();
        assertThat(EMPTY.contentType()).isNull();
        assertThat(EMPTY.bodyParts()).isEmpty();
        assertThat(EMPTY.header("Subject")).isNull();
        assertThat(EMPTY.has(HeaderName.SUBJECT)).isFalse();
        assertThat(EMPTY.values(HeaderName.SUPPORTED)).isEmpty();
        assertThat(EMPTY.lists(HeaderName.SUPPORTED, "timer")).isFalse();
        assertThat(EMPTY.addresses(HeaderName.P_ASSERTED_IDENTITY)).isEmpty();
    }

    @Test
    void a_bad_header_is_an_error_of_its_reader_alone() {
        SipRequest request = Messages.withHeader("CSeq: one OPTIONS\nTo: <sip:a@b>");

        assertThat(request.to().uri()).hasToString("sip:a@b");
        assertThatThrownBy(request::cseq).isInstanceOfSatisfying(SipParseException.class, e -> {
            assertThat(e.layer()).isEqualTo(Layer.HEADER);
            assertThat(e.header()).isEqualTo("CSeq");
            assertThat(e.offset()).isZero();
            assertThat(e.problem()).isEqualTo("expected a CSeq number, found 'o'");
            assertThat(e).hasMessage("CSeq at 0: expected a CSeq number, found 'o'");
        });
        assertThatThrownBy(request::cseq).isInstanceOf(SipParseException.class);
    }

    @Test
    void values_are_split_at_commas_over_all_lines() {
        SipRequest request =
                Messages.withHeader("Supported: timer , 100rel,,\nk: \"a,b\"\nSupported:\nSupported: <c,d>");

        assertThat(request.values(HeaderName.SUPPORTED)).containsExactly("timer", "100rel", "\"a,b\"", "<c,d>");
        assertThat(request.lists(HeaderName.SUPPORTED, "100REL")).isTrue();
        assertThat(request.lists(HeaderName.SUPPORTED, "100")).isFalse();
        assertThat(Messages.withHeader("X: ;;,,;;,;").values(HeaderName.of("X")))
                .containsExactly(";;", ";;", ";");
        assertThat(Messages.withHeader("X: \"a\\\",b\", c").values(HeaderName.of("X")))
                .containsExactly("\"a\\\",b\"", "c");
        assertThat(Messages.withHeader("X: \"open, b").values(HeaderName.of("X")))
                .containsExactly("\"open, b");
    }

    @Test
    void what_the_lists_return_cannot_be_changed() {
        SipRequest request = Messages.options("Route: <sip:a;lr>", "Route: <sip:b;lr>");

        for (List<?> list : List.of(request.headers(), request.routes(), request.vias(), request.contacts())) {
            assertThatThrownBy(list::removeLast).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0068, 68", "255, 255"})
    void a_hop_count_is_0_to_255(String text, int hops) {
        assertThat(Messages.withHeader("Max-Forwards: " + text).maxForwards()).isEqualTo(hops);
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "-1", "x", "", "7 0", "99999999999999999999999"})
    void another_hop_count_is_refused(String text) {
        assertThatThrownBy(() -> Messages.withHeader("Max-Forwards: " + text).maxForwards())
                .isInstanceOf(SipParseException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "3600, 3600",
        "2147483647, 2147483647",
        "2147483648, 2147483647",
        "00000000000000000007, 7",
        "99999999999999999999999999999999999999, 2147483647",
    })
    void seconds_past_an_int_are_the_largest_int(String text, int seconds) {
        assertThat(Messages.withHeader("Expires: " + text).expires()).isEqualTo(seconds);
        assertThat(Messages.withHeader("Min-Expires: " + text).minExpires()).isEqualTo(seconds);
        assertThat(Messages.withHeader("Min-SE: " + text).minSe()).isEqualTo(seconds);
    }

    @Test
    void seconds_may_carry_parameters_and_comments() {
        assertThat(Messages.withHeader("Retry-After: 120 (I'm in a meeting)").retryAfter())
                .isEqualTo(120);
        assertThat(Messages.withHeader("Retry-After: 18000;duration=3600").retryAfter())
                .isEqualTo(18_000);
        assertThatThrownBy(() -> Messages.withHeader("Retry-After: soon").retryAfter())
                .isInstanceOf(SipParseException.class);
        assertThatThrownBy(() -> Messages.withHeader("Expires: 5 5").expires()).isInstanceOf(SipParseException.class);
        assertThatThrownBy(() -> Messages.withHeader("Expires: -5").expires()).isInstanceOf(SipParseException.class);
    }

    @Test
    void a_CSeq_has_a_number_and_a_method() {
        assertThat(CSeq.parse("0009  INVITE")).isEqualTo(new CSeq(9, "INVITE")).hasToString("9 INVITE");
        assertThat(CSeq.parse("2147483647 X").number()).isEqualTo(Integer.MAX_VALUE);
        for (String bad : new String[] {
            "", "1", "1 ", "INVITE", "-1 INVITE", "1INVITE", "2147483648 INVITE", "1 IN VITE", "1 (", "1.0 A"
        }) {
            assertThatThrownBy(() -> CSeq.parse(bad)).as(bad).isInstanceOf(SipParseException.class);
        }
        assertThatThrownBy(() -> new CSeq(-1, "INVITE")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CSeq(1, "IN VITE")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_RAck_names_the_response_and_its_request() {
        SipRequest prack = Messages.withHeader("RAck: 776656 1 INVITE");

        assertThat(prack.rack())
                .isEqualTo(new RAck(776_656, new CSeq(1, "INVITE")))
                .hasToString("776656 1 INVITE");
        assertThat(Messages.withHeader("RSeq: 988789").rseq()).isEqualTo(988_789);
        for (String bad : new String[] {"", "1", "1 1", "1 INVITE", "x 1 INVITE", "1 1 INVITE x"}) {
            assertThatThrownBy(() -> Messages.withHeader("RAck: " + bad).rack())
                    .as(bad)
                    .isInstanceOf(SipParseException.class);
        }
    }

    @Test
    void a_session_interval_may_say_who_refreshes() {
        assertThat(Messages.withHeader("x: 1800;refresher=uac").sessionExpires())
                .isEqualTo(new SessionExpires(1800, "uac"));
        assertThat(Messages.withHeader("Session-Expires: 90").sessionExpires()).hasToString("90");
        assertThat(new SessionExpires(90, "uas")).hasToString("90;refresher=uas");
        assertThatThrownBy(() -> new SessionExpires(-1, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Messages.withHeader("x: ;refresher=uac").sessionExpires())
                .isInstanceOf(SipParseException.class);
    }

    @Test
    void a_date_is_in_GMT() {
        assertThat(Messages.withHeader("Date: Sat, 13 Nov 2010 23:29:00 GMT").date())
                .isEqualTo(ZonedDateTime.of(2010, 11, 13, 23, 29, 0, 0, ZoneOffset.UTC));
        for (String bad : new String[] {
            "Fri, 01 Jan 2010 16:00:00 EST",
            "Fri, 01 Jan 2010 16:00:00",
            "today GMT",
            "Mon, 13 Nov 2010 23:29:00 GMT",
            " GMT"
        }) {
            assertThatThrownBy(() -> Messages.withHeader("Date: " + bad).date())
                    .as(bad)
                    .isInstanceOf(SipParseException.class);
        }
    }

    @Test
    void a_wildcard_contact_stands_alone() {
        assertThat(Messages.withHeader("Contact: *").hasWildcardContact()).isTrue();
        assertThat(Messages.withHeader("m:*").contacts()).isEmpty();
        assertThatThrownBy(() ->
                        Messages.withHeader("Contact: *\nContact: <sip:a@b>").contacts())
                .isInstanceOf(SipParseException.class);
        assertThatThrownBy(() -> Messages.withHeader("Contact: <sip:a@b>, *").contact())
                .isInstanceOf(SipParseException.class);
    }

    @Test
    void contacts_are_read_from_all_lines() {
        SipRequest request = Messages.withHeader("Contact: <sip:a@b>;q=0.5, sip:c@d\nm: <sip:e@f?X=y>");

        assertThat(request.contacts())
                .extracting(NameAddr::toString)
                .containsExactly("<sip:a@b>;q=0.5", "<sip:c@d>", "<sip:e@f?X=y>");
        assertThat(request.contact()).isEqualTo(request.contacts().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "a\u0001", "a\u007f"})
    void a_Call_ID_is_one_word(String callId) {
        assertThatThrownBy(() -> Messages.withHeader("Call-ID: " + callId).callId())
                .isInstanceOfSatisfying(
                        SipParseException.class, e -> assertThat(e.header()).isEqualTo("Call-ID"));
    }

    @Test
    void a_Call_ID_is_kept_as_it_is() {
        String odd = "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{";
        assertThat(Messages.withHeader("i: " + odd).callId()).isEqualTo(odd);
    }

    @Test
    void a_content_type_is_told_without_its_parameters() {
        assertThat(Messages.withHeader("c: Application/SDP ; charset=\"x\"").contentType())
                .isEqualTo("application/sdp");
    }

    @Test
    void a_content_type_may_have_white_space_around_its_slash() {
        assertThat(Messages.withHeader("c: application / SDP").contentType()).isEqualTo("application/sdp");
        assertThat(Messages.withHeader("Content-Type: application /\n sdp ;x=1").contentType())
                .isEqualTo("application/sdp");
    }

    @Test
    void any_header_with_addresses_can_be_read_as_such() {
        SipRequest request =
                Messages.withHeader("P-Asserted-Identity: \"Cullen\" <sip:a@b>\nP-Asserted-Identity: tel:+14085264000");

        assertThat(request.addresses(HeaderName.P_ASSERTED_IDENTITY))
                .extracting(a -> a.uri().user())
                .containsExactly("a", "+14085264000");
        assertThatThrownBy(() -> Messages.withHeader("Refer-To: x").addresses(HeaderName.REFER_TO))
                .isInstanceOfSatisfying(
                        SipParseException.class, e -> assertThat(e.header()).isEqualTo("Refer-To"));
    }

    @Test
    void a_Request_URI_that_cannot_be_read_is_an_error_of_the_start_line() {
        SipRequest request = (SipRequest) Messages.parse("INVITE sip:a@b:x SIP/2.0\n\n");

        assertThat(request.uriText()).isEqualTo("sip:a@b:x");
        assertThatThrownBy(request::uri).isInstanceOfSatisfying(SipParseException.class, e -> {
            assertThat(e.layer()).isEqualTo(Layer.START_LINE);
            assertThat(e.offset()).isEqualTo("INVITE sip:a@b:".length());
        });
    }

    @Test
    void what_a_peer_wrote_is_shown_in_an_error_without_its_control_characters_and_in_part() {
        assertThatThrownBy(() -> NameAddr.parse("x\u001b[31m".repeat(50)))
                .isInstanceOf(SipParseException.class)
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("\u001b").hasSizeLessThan(200));
    }
}
