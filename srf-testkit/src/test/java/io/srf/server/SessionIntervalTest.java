// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long an interval is: what engine, application and peer want (RFC 4028 §5 to §9). */
class SessionIntervalTest extends TimedCalls {
    SessionIntervalTest() {
        super(new SessionTimerOptions(1_800, 300));
    }

    private SipRequest.Builder invite() {
        return SipRequest.builder(Methods.INVITE, alice.uri()).body(SDP, SDP_TYPE);
    }

    @Test
    void too_short_an_interval_is_refused_with_422_and_the_application_hears_nothing() {
        alice.timesSessions(SHORTEST).calls(world.uri("desk")).sees(422).isIdle();

        assertThat(alice.received().response(422).minSe()).isEqualTo(300);
        assertThat(application.requests(Methods.INVITE)).isEmpty();
    }

    @Test
    void too_short_an_interval_is_refused_inside_a_dialog_too() {
        alice.timesSessions(HALF_AN_HOUR);
        aliceCalls();
        alice.misbehaves()
                .rewrites(
                        message -> message instanceof SipRequest r && r.is(Methods.UPDATE),
                        message -> ((SipRequest) message)
                                .toBuilder()
                                        .set(HeaderName.SESSION_EXPIRES, "120")
                                        .build());
        alice.updates().sees(422);

        assertThat(application.requests(Methods.UPDATE)).isEmpty();
        aliceHangsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "1800 minutes", "1800;refresher=\"", "-5"})
    void an_interval_that_cannot_be_read_is_refused_with_400(String header) {
        alice.calls(world.uri("desk"), invite -> invite.set(HeaderName.SESSION_EXPIRES, header))
                .sees(400)
                .isIdle();

        assertThat(alice.received().response(400).reason()).isEqualTo("Malformed Session-Expires Header Field");
    }

    @Test
    void a_422_to_the_applications_INVITE_is_followed_without_its_knowing() {
        alice.wantsSessionsOf(Duration.ofMinutes(10))
                .timesSessions(HALF_AN_HOUR)
                .onCall(Call::answers);
        String id = application.sends(invite().add(HeaderName.SESSION_EXPIRES, "300;refresher=uas"));
        passes(Duration.ofSeconds(1));

        assertThat(alice.received().requests(Methods.INVITE))
                .extracting(invite ->
                        Objects.requireNonNull(invite.sessionExpires()).toString())
                .containsExactly("300;refresher=uas", "600;refresher=uas");
        assertThat(alice.received().requests(Methods.INVITE))
                .extracting(invite -> invite.cseq().number())
                .containsExactly(1, 2);
        assertThat(application.responses(422)).isEmpty();
        assertThat(application.responses(200))
                .singleElement()
                .satisfies(ok -> assertThat(ok.transactionId())
                        .isEqualTo(application.sent(id).transactionId()));
        application.sends(String.valueOf(application.responses(200).getFirst().dialogId()), Methods.ACK);
        alice.isInCall();
        aliceHangsUp();
    }

    @Test
    void an_INVITE_that_was_sent_again_for_a_422_can_be_cancelled() {
        alice.wantsSessionsOf(Duration.ofMinutes(10)).ringsOnly();
        String id = application.sends(invite().add(HeaderName.SESSION_EXPIRES, "300"));
        passes(Duration.ofSeconds(1));
        application.cancels(application.sent(id).transactionId());
        alice.isTold(Methods.CANCEL).isIdle();
        passes(Duration.ofSeconds(1));

        assertThat(application.responses(487))
                .singleElement()
                .satisfies(refused -> assertThat(refused.transactionId())
                        .isEqualTo(application.sent(id).transactionId()));
    }

    @Test
    void a_422_that_asks_for_nothing_longer_goes_to_the_application() {
        alice.onCall(call -> call.rejects(422, refusal -> refusal.set(HeaderName.MIN_SE, 300)));
        application.sends(invite().add(HeaderName.SESSION_EXPIRES, "300"));
        passes(Duration.ofSeconds(1));

        assertThat(application.responses(422)).hasSize(1);
    }

    @Test
    void a_peer_that_always_wants_more_is_not_asked_for_ever() {
        alice.onCall(call -> call.rejects(
                422,
                refusal -> refusal.set(
                        HeaderName.MIN_SE, 1_800 + 100 * alice.allCalls().size())));
        application.sends(invite());
        passes(Duration.ofSeconds(1));

        assertThat(alice.received().requests(Methods.INVITE)).hasSize(3);
        assertThat(application.responses(422)).hasSize(1);
    }

    @Test
    void an_engine_that_wants_session_timers_asks_for_them_where_the_application_does_not() {
        alice.timesSessions(HALF_AN_HOUR).onCall(Call::answers);
        application.sends(invite());
        passes(Duration.ofSeconds(1));
        application.sends(String.valueOf(application.responses(200).getFirst().dialogId()), Methods.ACK);
        passes(Duration.ofSeconds(901));

        SipRequest invite = alice.received().request(Methods.INVITE);
        assertThat(invite.header(HeaderName.SESSION_EXPIRES)).isEqualTo("1800");
        assertThat(invite.minSe()).isEqualTo(300);
        assertThat(alice.received().requests(Methods.UPDATE)).hasSize(1);
        aliceHangsUp();
    }

    @Test
    void an_application_that_lists_what_it_supports_without_timer_gets_none() {
        alice.timesSessions(HALF_AN_HOUR).onCall(Call::answers);
        application.sends(invite().add(HeaderName.SUPPORTED, "replaces"));
        passes(Duration.ofSeconds(1));
        application.sends(String.valueOf(application.responses(200).getFirst().dialogId()), Methods.ACK);

        passes(Duration.ofSeconds(1));

        SipRequest invite = alice.received().request(Methods.INVITE);
        assertThat(invite.has(HeaderName.SESSION_EXPIRES)).isFalse();
        assertThat(invite.header(HeaderName.SUPPORTED)).isEqualTo("replaces");
        aliceHangsUp();
    }

    @Test
    void an_application_that_asks_for_less_than_90_s_is_told_why_that_cannot_be() {
        String id = application.sends(invite().add(HeaderName.SESSION_EXPIRES, "60"));
        passes(Duration.ofSeconds(1));

        assertThat(application.refusal(id)).isEqualTo("invalid message: Session-Expires is 60, expected: at least 90");
    }
}
