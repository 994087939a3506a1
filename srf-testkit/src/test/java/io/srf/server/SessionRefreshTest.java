// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are refreshed by the engine or by its peer (RFC 4028 §7.4, §10); the application does nothing about it. */
class SessionRefreshTest extends TimedCalls {
    private static final Duration LITTLE_MORE_THAN_AN_HOUR = Duration.ofMinutes(61);

    private List<SipRequest> refreshes(List<SipRequest> requests) {
        return requests.stream().filter(r -> r.to().tag() != null).toList();
    }

    /** How many INVITEs Alice got, repetitions aside. */
    private long invites() {
        return alice.received().requests(Methods.INVITE).stream()
                .map(invite -> invite.cseq().number())
                .distinct()
                .count();
    }

    private void theEngineRefreshes(String method) {
        if (method.equals(Methods.INVITE)) {
            aliceTakesNoUpdate();
        }
        alice.timesSessions(HALF_AN_HOUR);
    }

    private void fourRefreshesCame(String method) {
        passes(LITTLE_MORE_THAN_AN_HOUR);

        assertThat(refreshes(alice.received().requests(method)))
                .hasSize(4)
                .allMatch(r -> "1800;refresher=uac".equals(r.header(HeaderName.SESSION_EXPIRES)))
                .allMatch(r -> r.lists(HeaderName.SUPPORTED, "timer") && r.contact() != null)
                .allMatch(r -> method.equals(Methods.UPDATE) == (r.bodyLength() == 0));
        assertThat(application.requests(method).stream()
                        .filter(i -> i.message().to().tag() != null))
                .as("what the application was told")
                .isEmpty();
        assertThat(alice.received().requests(Methods.ACK))
                .hasSize(method.equals(Methods.INVITE) ? 4 + ofFirstInvite() : ofFirstInvite());
        aliceHangsUp();
    }

    private int ofFirstInvite() {
        return alice.call().isCaller() ? 0 : 1;
    }

    private void fourRefreshesWereSent(String method) {
        passes(LITTLE_MORE_THAN_AN_HOUR);

        assertThat(refreshes(alice.sent().requests(method))).hasSize(4);
        assertThat(reasons()).isEmpty();
        aliceHangsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {Methods.UPDATE, Methods.INVITE})
    void a_caller_who_does_not_refresh_is_refreshed(String method) {
        theEngineRefreshes(method);
        aliceCalls();

        assertThat(alice.received().response(200).header(HeaderName.SESSION_EXPIRES))
                .isEqualTo("1800;refresher=uas");
        assertThat(alice.received().response(200).lists(HeaderName.REQUIRE, "timer"))
                .isTrue();
        fourRefreshesCame(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {Methods.UPDATE, Methods.INVITE})
    void a_called_phone_that_does_not_refresh_is_refreshed(String method) {
        theEngineRefreshes(method);
        applicationCalls("1800");

        fourRefreshesCame(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {Methods.UPDATE, Methods.INVITE})
    void a_caller_who_refreshes_keeps_the_call_up(String method) {
        alice.refreshesSessions(HALF_AN_HOUR, method);
        aliceCalls();

        fourRefreshesWereSent(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {Methods.UPDATE, Methods.INVITE})
    void a_called_phone_that_refreshes_keeps_the_call_up(String method) {
        alice.refreshesSessions(HALF_AN_HOUR, method);
        applicationCalls("1800");

        fourRefreshesWereSent(method);
    }

    @Test
    void a_re_INVITE_offers_what_was_agreed_on() {
        theEngineRefreshes(Methods.INVITE);
        aliceCalls();
        passes(Duration.ofMinutes(16));

        SipRequest refresh =
                refreshes(alice.received().requests(Methods.INVITE)).getFirst();
        assertThat(refresh.bodyText()).isEqualTo(SDP);
        assertThat(refresh.contact()).isEqualTo(alice.received().response(200).contact());
        aliceHangsUp();
    }

    @Test
    void an_UPDATE_that_is_not_allowed_is_followed_by_a_re_INVITE_at_once() {
        alice.timesSessions(HALF_AN_HOUR).repliesTo(Methods.UPDATE, 405);
        aliceCalls();
        passes(Duration.ofSeconds(905));

        assertThat(refreshes(alice.received().requests(Methods.INVITE))).hasSize(1);
        passes(HALF_AN_HOUR);
        assertThat(alice.received().requests(Methods.UPDATE)).hasSize(1);
        aliceHangsUp();
    }

    @Test
    void a_peer_without_session_timers_is_not_refreshed() {
        applicationCalls("1800");
        passes(Duration.ofHours(3));

        assertThat(alice.received().requests(Methods.UPDATE)).isEmpty();
        assertThat(refreshes(alice.received().requests(Methods.INVITE))).isEmpty();
        aliceHangsUp();
    }

    @Test
    void a_caller_without_session_timers_is_refreshed_if_the_application_wants_that() {
        application.on(
                Methods.INVITE,
                i -> application.answers(
                        i,
                        SipResponse.builder(200, null)
                                .add(HeaderName.SESSION_EXPIRES, "1800")
                                .body(SDP, SDP_TYPE)));
        aliceCalls();
        passes(LITTLE_MORE_THAN_AN_HOUR);

        assertThat(alice.received().response(200).header(HeaderName.SESSION_EXPIRES))
                .isEqualTo("1800;refresher=uas");
        assertThat(alice.received().requests(Methods.UPDATE)).hasSize(4);
        aliceHangsUp();
    }

    @Test
    void a_re_INVITE_of_the_application_counts_as_a_refresh() {
        theEngineRefreshes(Methods.UPDATE);
        aliceCalls();
        passes(Duration.ofMinutes(14));
        reInvites(dialogId());
        passes(Duration.ofSeconds(1));
        application.sends(dialogId(), Methods.ACK);
        passes(Duration.ofMinutes(14));

        assertThat(alice.received().requests(Methods.UPDATE)).isEmpty();
        SipRequest invite = alice.received().request(Methods.INVITE);
        assertThat(invite.header(HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uac");
        aliceHangsUp();
    }

    @Test
    void a_re_INVITE_of_the_application_waits_for_a_refresh_that_is_under_way() {
        theEngineRefreshes(Methods.INVITE);
        aliceCalls();
        passes(Duration.ofSeconds(899));
        Hold ok = holdsAlicesAnswer();
        passes(Duration.ofSeconds(2));
        String asked = reInvites(dialogId());
        passes(Duration.ofMillis(300));

        assertThat(invites()).isEqualTo(1);
        ok.release();
        passes(Duration.ofSeconds(1));
        assertThat(invites()).isEqualTo(2);
        assertThat(application.sent(asked).message().cseq().method()).isEqualTo(Methods.INVITE);
        application.sends(dialogId(), Methods.ACK);
        aliceHangsUp();
    }

    @Test
    void a_refresh_that_meets_a_re_INVITE_of_the_peer_is_sent_again() {
        theEngineRefreshes(Methods.INVITE);
        aliceCalls();
        passes(Duration.ofSeconds(899));
        Hold refresh = world.sim()
                .network()
                .hold(packet -> packet.to().equals(alice.address()) && packet.isRequest(Methods.INVITE));
        passes(Duration.ofSeconds(2));
        alice.holds();
        refresh.release();
        passes(Duration.ofSeconds(10));

        assertThat(alice.received().responses(491)).isNotEmpty();
        assertThat(alice.sent().responses(491)).isNotEmpty();
        assertThat(alice.received().responses(200)).hasSizeGreaterThan(1);
        passes(HALF_AN_HOUR);
        aliceHangsUp();
    }

    @Test
    void a_refresh_waits_while_an_INVITE_is_under_way() {
        theEngineRefreshes(Methods.INVITE);
        aliceCalls();
        passes(Duration.ofSeconds(899));
        Hold ok = holdsAlicesAnswer();
        reInvites(dialogId());
        passes(Duration.ofSeconds(20));
        ok.release();
        passes(Duration.ofSeconds(1));
        application.sends(dialogId(), Methods.ACK);
        passes(Duration.ofSeconds(890));

        assertThat(invites()).isEqualTo(1);
        aliceHangsUp();
    }

    @Test
    void an_interval_that_a_refreshed_peer_finds_too_short_is_made_longer() {
        alice.timesSessions(SHORTEST);
        aliceCalls();
        alice.wantsSessionsOf(Duration.ofMinutes(5));
        passes(Duration.ofSeconds(50));

        assertThat(alice.received().requests(Methods.UPDATE))
                .extracting(update ->
                        Objects.requireNonNull(update.sessionExpires()).seconds())
                .containsExactly(90, 300);
        passes(Duration.ofSeconds(140));
        assertThat(alice.received().requests(Methods.UPDATE)).hasSize(2);
        aliceHangsUp();
    }
}
