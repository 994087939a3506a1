// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests that an application has passed on reach their targets, and what these say comes back. */
class EngineProxyTest extends ProxiedCalls {
    @Test
    void a_call_passes_through_and_its_BYE_follows_the_recorded_route() {
        proxies(SERIAL, bob);
        bob.answersAfter(Duration.ofSeconds(1));

        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        alice.hangsUp().isIdle();
        bob.isIdle();

        SipRequest bye = bob.received().request("BYE");
        assertThat(bye.vias()).hasSize(2);
        assertThat(bye.has(HeaderName.ROUTE)).isFalse();
        assertThat(bob.received().request("INVITE").maxForwards()).isEqualTo(69);
        assertThat(finals()).containsExactly(200);
        assertThat(application.replies(asked).getLast()).isInstanceOf(Reply.Ok.class);
    }

    @Test
    void the_callee_hangs_up_through_the_proxy() {
        proxies(SERIAL, bob);
        bob.answersAfter(Duration.ofSeconds(1));

        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall().hangsUp().isIdle();
        alice.isIdle();
    }

    @Test
    void serial_targets_are_tried_in_turn_until_one_answers() {
        proxies(SERIAL, bob, carol);
        bob.rejectsWith(486);
        carol.answersAfter(Duration.ofSeconds(1));

        alice.calls(world.uri("bob")).isInCall().hangsUp().isIdle();

        assertThat(finals()).containsExactly(486, 200);
    }

    @Test
    void when_all_fail_the_best_response_goes_back() {
        proxies(SERIAL, bob, carol);
        bob.rejectsWith(486);
        carol.rejectsWith(404);

        alice.calls(world.uri("bob")).sees(404).isIdle();

        assertThat(finals()).containsExactly(486, 404);
    }

    @Test
    void of_simultaneous_targets_the_first_to_answer_wins_and_the_other_is_cancelled() {
        proxies(SIMULTANEOUS, bob, carol);
        bob.ringsOnly();
        carol.answersAfter(Duration.ofSeconds(2));

        alice.calls(world.uri("bob")).isInCall();
        bob.isTold(Methods.CANCEL).isIdle();
        alice.hangsUp();
        carol.isIdle();
    }

    @Test
    void the_callers_CANCEL_reaches_every_target() {
        proxies(SIMULTANEOUS, bob, carol);
        bob.ringsOnly();
        carol.ringsOnly();

        alice.calls(world.uri("bob")).sees(180).cancels().sees(487).isIdle();

        bob.isTold(Methods.CANCEL).isIdle();
        carol.isTold(Methods.CANCEL).isIdle();
    }

    @Test
    void a_200_that_crosses_the_callers_CANCEL_is_passed_back() {
        proxies(SERIAL, bob);
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
        Hold ok = world.sim().network().hold(packet -> packet.isResponse(200, Methods.INVITE));
        bob.answers();
        alice.cancels().sees(200, Methods.CANCEL);
        bob.isTold(Methods.CANCEL);
        ok.release();

        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();
        alice.isIdle();
        assertThat(alice.received().responses(487)).isEmpty();
    }

    @Test
    void a_CANCEL_passes_with_its_Reason_and_a_silent_target_is_a_487() {
        proxies(SERIAL, bob);
        bob.ringsOnly();
        bob.misbehaves().withholds(m -> m instanceof SipResponse r && r.status() >= 200);
        alice.misbehaves()
                .rewrites(
                        m -> m instanceof SipRequest r && r.is(Methods.CANCEL),
                        m -> ((SipRequest) m)
                                .toBuilder()
                                        .add(HeaderName.REASON, "SIP;cause=200")
                                        .build());

        alice.calls(world.uri("bob")).sees(180).cancels().isIdle();

        assertThat(bob.received().request(Methods.CANCEL).header(HeaderName.REASON))
                .isEqualTo("SIP;cause=200");
        assertThat(alice.call().status()).isEqualTo(487);
    }

    @Test
    void a_target_that_says_nothing_in_time_is_left_for_the_next() {
        proxies(new ProxyOptions(false, true, false, false, "1s", "10s"), bob, carol);
        bob.neverAnswers();
        bob.misbehaves().ignores(m -> true);
        carol.answersAfter(Duration.ofMillis(100));

        alice.calls(world.uri("bob")).isInCall();
        assertThat(world.sim().time().elapsed()).isLessThan(Duration.ofSeconds(2));
        alice.hangsUp();
        carol.isIdle();
    }

    @Test
    void a_redirect_is_followed_where_asked_for() {
        proxies(new ProxyOptions(true, true, true, false, "", ""), bob);
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, "<" + carol.uri() + ">")));
        carol.answersAfter(Duration.ofMillis(100));

        alice.calls(world.uri("bob")).isInCall().hangsUp();
        carol.isIdle();

        assertThat(finals()).containsExactly(302, 200);
    }

    @Test
    void a_request_that_has_come_too_far_gets_483() {
        proxies(SERIAL, bob);

        alice.sendsTo(world.uri("bob"), Methods.MESSAGE, (SipRequest.Builder m) -> m.set(HeaderName.MAX_FORWARDS, "0"))
                .sees(483);

        assertThat(application.refusal(asked)).contains("483 Too Many Hops");
    }

    @Test
    void a_MESSAGE_passes_through_with_its_body_untouched() {
        proxies(SERIAL, bob);

        alice.sendsTo(world.uri("bob"), Methods.MESSAGE, "naïve ☎").sees(200, Methods.MESSAGE);

        SipMessage received = bob.received().request(Methods.MESSAGE);
        assertThat(received.bodyText()).isEqualTo("naïve ☎");
    }
}
