// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.sessiontimer.SessionTerms.Refresher;
import io.srf.server.sessiontimer.SessionTimerState.Declined;
import io.srf.server.sessiontimer.SessionTimerState.Off;
import io.srf.server.sessiontimer.SessionTimerState.Ours;
import io.srf.server.sessiontimer.SessionTimerState.Theirs;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionHeadersTest {
    private static final SessionTimerOptions NONE = SessionTimerOptions.DEFAULT;
    private static final SessionTimerOptions HALF_AN_HOUR = new SessionTimerOptions(1_800, 300);
    private static final SessionTerms OURS = new SessionTerms(600, 90, Refresher.US);
    private static final SessionTerms THEIRS = new SessionTerms(600, 90, Refresher.PEER);
    private static final SipResponse OK = ok().build();

    private static SipRequest.Builder invite() {
        return SipRequest.builder("INVITE", "sip:bob@biloxi.example")
                .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
                .add(HeaderName.FROM, "<sip:alice@atlanta.example>;tag=1")
                .add(HeaderName.TO, "<sip:bob@biloxi.example>")
                .add(HeaderName.CALL_ID, "c1")
                .add(HeaderName.CSEQ, "1 INVITE");
    }

    private static SipRequest invite(boolean supports, @Nullable String sessionExpires) {
        SipRequest.Builder invite = invite();
        if (supports) {
            invite.add(HeaderName.SUPPORTED, "timer");
        }
        if (sessionExpires != null) {
            invite.add(HeaderName.SESSION_EXPIRES, sessionExpires);
        }
        return invite.build();
    }

    private static SipResponse.Builder ok() {
        return SipResponse.builder(200, null);
    }

    private static SipRequest completed(
            SipRequest written, @Nullable SessionTimerState state, SessionTimerOptions options) {
        SipRequest.Builder whole = written.toBuilder();
        SessionHeaders.complete(whole, written, state, options);
        return whole.build();
    }

    @ParameterizedTest(name = "{0}, {1} -> {2}")
    @CsvSource(
            nullValues = "-",
            value = {"N, -, uas", "Y, -, uac", "Y, uac, uac", "Y, uas, uas"})
    void who_refreshes_is_as_in_table_2_of_RFC_4028(String supports, @Nullable String asked, String answered) {
        String header = asked == null ? "1800" : "1800;refresher=" + asked;
        SipRequest request = invite(supports.equals("Y"), header);
        SipResponse.Builder response = ok();
        SessionTerms terms = SessionHeaders.accepted(request, OK, new Off(), NONE);
        SessionHeaders.complete(response, request, OK, terms);

        assertThat(response.build().sessionExpires()).hasToString("1800;refresher=" + answered);
        assertThat(response.build().lists(HeaderName.REQUIRE, "timer")).isEqualTo(supports.equals("Y"));
    }

    @ParameterizedTest
    @CsvSource({"uac, US", "uas, PEER"})
    void a_2xx_says_who_refreshes_what_we_have_asked_for(String refresher, Refresher expected) {
        SipResponse answer = ok().add(HeaderName.SESSION_EXPIRES, "600;refresher=" + refresher)
                .build();

        assertThat(SessionHeaders.agreed(invite(true, "1800"), answer)).isEqualTo(new SessionTerms(600, 90, expected));
    }

    @Test
    void a_2xx_that_leaves_the_refresher_open_means_the_one_who_was_asked_for() {
        SipResponse answer = ok().add(HeaderName.SESSION_EXPIRES, "600").build();

        assertThat(SessionHeaders.agreed(invite(true, "600;refresher=uas"), answer))
                .isEqualTo(THEIRS);
        assertThat(SessionHeaders.agreed(invite(true, "600"), answer)).isEqualTo(OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "90;refresher=\"", "-1"})
    void a_2xx_whose_interval_cannot_be_read_sets_none(String header) {
        SipResponse answer = ok().add(HeaderName.SESSION_EXPIRES, header).build();

        assertThat(SessionHeaders.agreed(invite(true, "600"), answer)).isNull();
    }

    @Test
    void a_2xx_without_an_interval_or_to_a_request_without_the_extension_sets_none() {
        SipResponse set =
                ok().add(HeaderName.SESSION_EXPIRES, "600;refresher=uac").build();

        assertThat(SessionHeaders.agreed(invite(true, "600"), OK)).isNull();
        assertThat(SessionHeaders.agreed(invite(false, null), set)).isNull();
    }

    @Test
    void an_interval_below_90_s_in_a_2xx_is_taken_as_90_s() {
        SipResponse answer =
                ok().add(HeaderName.SESSION_EXPIRES, "1;refresher=uac").build();

        assertThat(SessionHeaders.agreed(invite(true, null), answer)).isEqualTo(new SessionTerms(90, 90, Refresher.US));
    }

    @Test
    void the_shorter_interval_of_both_counts_but_none_that_is_below_Min_SE() {
        SipResponse written = ok().add(HeaderName.SESSION_EXPIRES, "120").build();
        SipRequest bounded =
                invite(true, "1800").toBuilder().add(HeaderName.MIN_SE, 200).build();

        assertThat(SessionHeaders.accepted(invite(true, "1800"), written, new Off(), NONE))
                .extracting(SessionTerms::seconds)
                .isEqualTo(120);
        assertThat(SessionHeaders.accepted(invite(true, "100"), written, new Off(), NONE))
                .extracting(SessionTerms::seconds)
                .isEqualTo(100);
        assertThat(SessionHeaders.accepted(bounded, written, new Off(), NONE))
                .isEqualTo(new SessionTerms(200, 200, Refresher.PEER));
    }

    @Test
    void nobody_who_says_nothing_gets_a_timer_unless_the_engine_wants_one() {
        assertThat(SessionHeaders.accepted(invite(true, null), OK, new Off(), NONE))
                .isNull();
        assertThat(SessionHeaders.accepted(invite(false, null), OK, new Off(), HALF_AN_HOUR))
                .isNull();
        assertThat(SessionHeaders.accepted(invite(true, null), OK, new Off(), HALF_AN_HOUR))
                .isEqualTo(new SessionTerms(1_800, 90, Refresher.PEER));
    }

    @Test
    void what_was_agreed_on_stays_where_a_later_request_says_nothing() {
        assertThat(SessionHeaders.accepted(invite(true, null), OK, new Theirs(THEIRS), NONE))
                .isEqualTo(THEIRS);
        assertThat(SessionHeaders.accepted(invite(true, null), OK, new Ours(OURS), NONE))
                .isEqualTo(OURS);
        assertThat(SessionHeaders.accepted(invite(false, null), OK, new Theirs(THEIRS), NONE))
                .isEqualTo(OURS);
    }

    @Test
    void an_application_declines_with_a_Supported_header_without_timer() {
        SipResponse declining = ok().add(HeaderName.SUPPORTED, "replaces").build();
        SipRequest request = invite().add(HeaderName.SUPPORTED, "100rel").build();

        assertThat(SessionHeaders.accepted(invite(true, "1800"), declining, new Off(), HALF_AN_HOUR))
                .isNull();
        assertThat(completed(request, null, HALF_AN_HOUR)).isEqualTo(request);
        assertThat(completed(invite().build(), new Declined(), HALF_AN_HOUR)).isEqualTo(invite().build());
    }

    @Test
    void an_INVITE_asks_for_what_the_application_wrote() {
        SipRequest written = invite(false, "300;refresher=uas");

        SipRequest sent = completed(written, null, HALF_AN_HOUR);
        assertThat(sent.sessionExpires()).hasToString("300;refresher=uas");
        assertThat(sent.lists(HeaderName.SUPPORTED, "timer")).isTrue();
        assertThatThrownBy(() -> completed(invite(true, "89"), null, NONE))
                .hasMessage("Session-Expires is 89, expected: at least 90");
    }

    @Test
    void an_INVITE_asks_for_what_the_engine_wants_where_the_application_says_nothing() {
        SipRequest sent = completed(invite().build(), null, HALF_AN_HOUR);

        assertThat(sent.sessionExpires()).hasToString("1800");
        assertThat(sent.minSe()).isEqualTo(300);
        assertThat(completed(invite().build(), null, NONE).has(HeaderName.SESSION_EXPIRES))
                .isFalse();
        assertThat(completed(invite().build(), null, NONE).lists(HeaderName.SUPPORTED, "timer"))
                .isTrue();
    }

    @Test
    void a_later_request_asks_for_what_was_agreed_on() {
        assertThat(completed(invite().build(), new Ours(OURS), NONE).sessionExpires())
                .hasToString("600;refresher=uac");
        assertThat(completed(invite().build(), new Theirs(THEIRS), NONE).sessionExpires())
                .hasToString("600;refresher=uas");
    }

    @Test
    void only_who_knows_session_timers_is_refused_for_a_short_one() {
        assertThat(SessionHeaders.isTooShort(invite(true, "299"), HALF_AN_HOUR)).isTrue();
        assertThat(SessionHeaders.isTooShort(invite(true, "300"), HALF_AN_HOUR)).isFalse();
        assertThat(SessionHeaders.isTooShort(invite(false, "299"), HALF_AN_HOUR))
                .isFalse();
        assertThat(SessionHeaders.isTooShort(invite(true, null), HALF_AN_HOUR)).isFalse();
    }

    @Test
    void a_422_is_followed_only_if_it_wants_a_longer_interval() {
        SipResponse refusal =
                SipResponse.builder(422, null).add(HeaderName.MIN_SE, 600).build();
        SipRequest asked = invite(true, "300;refresher=uac");

        assertThat(SessionHeaders.wantedBy(asked, refusal)).isEqualTo(600);
        assertThat(SessionHeaders.wantedBy(invite(true, "600"), refusal)).isZero();
        assertThat(SessionHeaders.wantedBy(invite(true, null), refusal)).isZero();
        assertThat(SessionHeaders.wantedBy(asked, SipResponse.builder(422, null).build()))
                .isZero();
        assertThat(SessionHeaders.again(asked, 600).build().sessionExpires()).hasToString("600;refresher=uac");
    }

    @Test
    void options_that_RFC_4028_does_not_allow_are_refused() {
        assertThatThrownBy(() -> new SessionTimerOptions(0, 89))
                .hasMessage("the minimum session interval is 89 s, expected: at least 90 s (RFC 4028 §5)");
        assertThatThrownBy(() -> new SessionTimerOptions(120, 300))
                .hasMessage("the session interval is 120 s, expected: 0 for none, or at least the minimum of 300 s");
    }
}
