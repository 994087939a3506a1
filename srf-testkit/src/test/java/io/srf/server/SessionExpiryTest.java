// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Hold;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions that are not refreshed end (RFC 4028 §10), and the application is told. */
class SessionExpiryTest extends TimedCalls {
    private static final String EXPIRED = "SIP;cause=200;text=\"Session timer expired\"";
    private static final String FAILED = "SIP;cause=481;text=\"Session refresh failed\"";

    @Test
    void a_caller_who_vanishes_and_should_refresh_is_given_up_a_third_before_the_end() {
        alice.refreshesSessions(SHORTEST, Methods.UPDATE);
        aliceCalls();
        aliceVanishes();

        passes(Duration.ofMillis(59_800));
        assertThat(reasons()).isEmpty();
        passes(Duration.ofMillis(200));
        assertThat(reasons()).containsExactly(EXPIRED);
    }

    @Test
    void a_long_session_is_given_up_32_s_before_its_end() {
        alice.refreshesSessions(HALF_AN_HOUR, Methods.INVITE);
        applicationCalls("1800");
        aliceVanishes();

        passes(Duration.ofSeconds(1_766));
        assertThat(reasons()).isEmpty();
        passes(Duration.ofSeconds(2));
        assertThat(reasons()).containsExactly(EXPIRED);
    }

    @Test
    void a_phone_that_does_not_answer_a_refresh_is_given_up_when_that_times_out() {
        alice.timesSessions(HALF_AN_HOUR);
        aliceCalls();
        aliceVanishes();

        passes(Duration.ofSeconds(931));
        assertThat(reasons()).isEmpty();
        passes(Duration.ofSeconds(2));
        assertThat(reasons()).containsExactly(FAILED);
    }

    @Test
    void a_short_session_is_given_up_while_its_refresh_waits_for_an_answer() {
        alice.timesSessions(SHORTEST);
        aliceCalls();
        aliceVanishes();

        passes(Duration.ofMillis(59_800));
        assertThat(reasons()).isEmpty();
        passes(Duration.ofMillis(200));
        assertThat(reasons()).containsExactly(EXPIRED);
    }

    @Test
    void a_refresh_that_is_answered_481_ends_the_call() {
        alice.timesSessions(HALF_AN_HOUR).repliesTo(Methods.UPDATE, 481);
        aliceCalls();
        passes(Duration.ofSeconds(901));

        assertThat(reasons()).containsExactly(FAILED);
        alice.isTold(Methods.BYE).isIdle();
        assertThat(alice.received().request(Methods.BYE).header(HeaderName.REASON))
                .isEqualTo(FAILED);
    }

    @Test
    void a_refresh_that_is_refused_for_another_reason_is_tried_again_until_the_session_expires() {
        alice.timesSessions(HALF_AN_HOUR).repliesTo(Methods.UPDATE, 503);
        applicationCalls("1800");
        passes(Duration.ofSeconds(1_769));

        assertThat(alice.received().requests(Methods.UPDATE)).hasSize(5);
        assertThat(reasons()).containsExactly(EXPIRED);
    }

    @Test
    void a_refresh_waits_as_long_as_the_peer_wants() {
        alice.timesSessions(HALF_AN_HOUR)
                .repliesTo(Methods.UPDATE, 500, response -> response.set(HeaderName.RETRY_AFTER, 7));
        aliceCalls();
        passes(Duration.ofSeconds(903));
        alice.repliesTo(Methods.UPDATE, 200);
        passes(Duration.ofSeconds(5));

        assertThat(alice.received().requests(Methods.UPDATE)).hasSize(2);
        aliceHangsUp();
    }

    @Test
    void a_BYE_that_is_under_way_is_not_followed_by_another_when_the_session_expires() {
        alice.refreshesSessions(HALF_AN_HOUR, Methods.UPDATE);
        aliceCalls();
        alice.misbehaves().withholds(message -> message instanceof SipRequest);
        passes(Duration.ofSeconds(1_765));
        Hold bye = world.sim().network().hold(packet -> packet.isRequest(Methods.BYE));
        application.sends(dialogId(), Methods.BYE);
        passes(Duration.ofSeconds(10));
        bye.release();
        passes(Duration.ofSeconds(1));

        assertThat(reasons()).isEmpty();
        assertThat(alice.received().requests(Methods.BYE))
                .extracting(request -> request.cseq().number())
                .containsOnly(1);
    }

    @Test
    void a_session_whose_refresh_crosses_its_BYE_leaves_nothing() {
        aliceTakesNoUpdate();
        alice.timesSessions(HALF_AN_HOUR);
        aliceCalls();
        passes(Duration.ofSeconds(899));
        Hold ok = holdsAlicesAnswer();
        passes(Duration.ofSeconds(2));
        application.sends(dialogId(), Methods.BYE);
        passes(Duration.ofSeconds(1));
        ok.release();
        passes(Duration.ofSeconds(1));

        assertThat(alice.received().requests(Methods.ACK)).isNotEmpty();
    }

    @Test
    void a_session_of_an_engine_that_closes_leaves_no_timer() {
        alice.timesSessions(HALF_AN_HOUR);
        aliceCalls();
        world.engine().close();
        alice.hangsUp().isIdle();
    }
}
