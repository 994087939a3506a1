// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Proxying;
import io.srf.server.lookup.Srv;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name with two servers, Bob before Carol (RFC 3263 §4.3). */
class FailoverTest extends BridgedPhones {
    private static final String TWO = "sip:desk@two.example";
    private static final Duration TIMER_B = Duration.ofSeconds(32);

    private final Phone carol = world.phone("carol");

    @BeforeEach
    void a_name_has_two_servers() {
        world.sim()
                .network()
                .service(
                        "_sip._udp.two.example",
                        new Srv(10, 0, 5060, "bob.example"),
                        new Srv(20, 0, 5060, "carol.example"));
    }

    private void bridged() {
        world.srf().invite((req, res) -> world.srf().createB2BUA(req, res, TWO));
    }

    private void proxied() {
        world.srf()
                .invite((req, res) ->
                        req.proxy(Proxying.to(TWO).remainInDialog().build()));
    }

    private void calls() {
        alice.calls(world.uri("desk"));
    }

    private void bobIsCutOff() {
        world.sim().network().partition(bob.address());
    }

    private Hold bobIsNotHeard() {
        return world.sim().network().hold(packet -> packet.from().equals(bob.address()));
    }

    private void talksToCarol() {
        alice.isInCall();
        carol.isInCall();
        alice.hangsUp().isIdle();
        carol.isTold("BYE").isIdle();
    }

    @Test
    void the_first_server_gets_the_call() {
        bridged();
        bob.onCall(call -> call.answers());
        calls();
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();

        assertThat(carol.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_503_sends_the_call_to_the_next_server_in_a_new_transaction_that_is_the_same_otherwise() {
        bridged();
        bob.rejectsWith(503);
        carol.onCall(call -> call.answers());
        calls();
        talksToCarol();

        SipRequest first = bob.received().request("INVITE");
        SipRequest second = carol.received().request("INVITE");
        assertThat(second.topVia().branch()).isNotEqualTo(first.topVia().branch());
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.from()).isEqualTo(first.from());
        assertThat(second.cseq()).isEqualTo(first.cseq());
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void other_refusals_are_final() {
        bridged();
        bob.rejectsWith(486);
        calls();
        alice.sees(486).isIdle();

        assertThat(carol.received().requests("INVITE")).isEmpty();
    }

    @Test
    void the_last_server_s_503_is_the_answer() {
        bridged();
        bob.rejectsWith(503);
        carol.rejectsWith(503);
        calls();
        alice.sees(503).isIdle();
    }

    @Test
    void a_silent_server_is_followed_by_the_next_and_asked_last_for_a_while() {
        bridged();
        carol.onCall(call -> call.answers());
        bobIsCutOff();
        calls();
        world.passes(TIMER_B);
        talksToCarol();
        world.sim().network().heal();
        calls();
        talksToCarol();
        assertThat(bob.received().requests("INVITE")).isEmpty();

        world.passes(Duration.ofMinutes(1));
        bob.onCall(call -> call.answers());
        calls();
        bob.isInCall();
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_caller_who_gives_up_while_the_first_server_is_silent_rings_nobody_else() {
        bridged();
        bobIsCutOff();
        calls();
        world.passes(Duration.ofSeconds(5));
        alice.cancels().sees(487).isIdle();
        world.passes(TIMER_B.plusSeconds(5));

        assertThat(carol.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_CANCEL_follows_to_the_server_that_rings() {
        bridged();
        bob.rejectsWith(503);
        carol.ringsOnly();
        calls();
        alice.sees(180).cancels().sees(487).isIdle();
        carol.isTold("CANCEL").isIdle();

        assertThat(bob.received().requests("CANCEL")).isEmpty();
    }

    @Test
    void a_late_2xx_of_the_first_server_gets_ACK_and_BYE() {
        bridged();
        bob.onCall(call -> call.answers());
        carol.onCall(call -> call.answers());
        Hold answers = bobIsNotHeard();
        calls();
        world.passes(TIMER_B);
        alice.isInCall();
        carol.isInCall();
        answers.release();
        bob.isTold("ACK").isTold("BYE").isIdle();

        alice.isInCall().hangsUp().isIdle();
        carol.isTold("BYE").isIdle();
    }

    @Test
    void a_first_server_that_rings_late_is_cancelled() {
        bridged();
        bob.ringsOnly();
        carol.onCall(call -> call.answers());
        Hold ringing = bobIsNotHeard();
        calls();
        world.passes(TIMER_B);
        alice.isInCall();
        ringing.release();
        bob.isTold("CANCEL").isTold("ACK").isIdle();

        alice.hangsUp().isIdle();
        carol.isTold("BYE").isIdle();
    }

    @Test
    void a_proxied_call_goes_to_the_next_server_too() {
        proxied();
        bob.rejectsWith(503);
        carol.onCall(call -> call.answers());
        calls();
        talksToCarol();
    }

    @Test
    void a_proxied_call_whose_first_server_is_silent_goes_to_the_next() {
        proxied();
        bobIsCutOff();
        carol.onCall(call -> call.answers());
        calls();
        world.passes(TIMER_B);
        talksToCarol();
    }

    @Test
    void a_late_2xx_of_its_first_server_goes_back_although_the_next_has_refused() {
        proxied();
        bob.onCall(call -> call.answers());
        carol.rejectsWith(486);
        Hold answers = bobIsNotHeard();
        calls();
        world.passes(TIMER_B);
        alice.sees(486).isIdle();
        answers.release();
        world.passes(Duration.ofSeconds(1));

        assertThat(alice.received().responses(200)).isNotEmpty();
    }

    @Test
    void a_proxied_caller_who_gives_up_while_the_first_server_is_silent_rings_nobody_else() {
        proxied();
        bobIsCutOff();
        calls();
        world.passes(Duration.ofSeconds(5));
        alice.cancels();
        world.passes(TIMER_B);
        alice.sees(487).isIdle();

        assertThat(carol.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_server_that_rang_is_not_replaced() {
        bridged();
        bob.ringsOnly();
        calls();
        alice.sees(180);
        bob.rejects(503);
        alice.sees(503).isIdle();

        assertThat(carol.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_caller_who_gives_up_between_two_servers_rings_nobody_else() {
        world.sim()
                .network()
                .service(
                        "_sip._tcp.two.example",
                        new Srv(10, 0, 5060, "bob.example"),
                        new Srv(20, 0, 5060, "carol.example"));
        world.srf().invite((req, res) -> world.srf().createB2BUA(req, res, TWO + ";transport=tcp"));
        bobIsCutOff();
        calls();
        world.passes(Duration.ofMillis(500));
        alice.cancels().sees(487).isIdle();
        world.passes(TIMER_B.plusSeconds(5));

        assertThat(carol.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_503_with_Retry_After_is_asked_last_for_that_long() {
        bridged();
        bob.rejectsWith(503);
        bob.misbehaves()
                .rewrites(
                        responses(503, "INVITE"),
                        refusal -> ((SipResponse) refusal)
                                .toBuilder().set(HeaderName.RETRY_AFTER, "300").build());
        carol.onCall(call -> call.answers());
        calls();
        talksToCarol();
        world.passes(Duration.ofSeconds(200));
        calls();
        talksToCarol();
        assertThat(bob.received().requests("INVITE")).hasSize(1);

        world.passes(Duration.ofSeconds(100));
        calls();
        talksToCarol();
        assertThat(bob.received().requests("INVITE")).hasSize(2);
    }

    @Test
    void a_dialog_stays_with_the_server_that_has_its_INVITE() {
        world.sim()
                .network()
                .service(
                        "_sip._udp.pair.example",
                        new Srv(10, 0, 5060, "carol.example"),
                        new Srv(20, 0, 5060, "bob.example"));
        bob.onCall(call -> call.answers());
        bob.misbehaves()
                .rewrites(
                        responses(200, "INVITE"),
                        answer -> ((SipResponse) answer)
                                .toBuilder()
                                        .set(HeaderName.CONTACT, "<sip:bob@pair.example>")
                                        .build());
        bridged();
        calls();
        alice.isInCall();
        bob.isTold("ACK");
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();

        assertThat(carol.received().requests("ACK")).isEmpty();
        assertThat(carol.received().requests("BYE")).isEmpty();
    }

    /** Bob has answered, and says that he is behind the name of both servers; Carol knows the call as well. */
    private void talksToOneOfTwoThatShareTheirCalls() {
        bob.onCall(call -> call.answers());
        bob.misbehaves().rewrites(responses(200, "INVITE"), FailoverTest::reachedAtBoth);
        carol.misbehaves().rewrites(message -> message instanceof SipResponse, FailoverTest::asIfKnown);
        bridged();
        calls();
        alice.isInCall();
        bob.isTold("ACK");
    }

    private static SipMessage reachedAtBoth(SipMessage answer) {
        return ((SipResponse) answer)
                .toBuilder().set(HeaderName.CONTACT, "<" + TWO + ">").build();
    }

    private static SipMessage asIfKnown(SipMessage answer) {
        SipResponse.Builder known = SipResponse.builder(200, null);
        answer.headers().forEach(known::add);
        return answer.cseq().method().equals("INVITE")
                ? known.set(HeaderName.CONTACT, "<" + TWO + ">")
                        .body(SDP, "application/sdp")
                        .build()
                : known.build();
    }

    private void bobIsOverloaded() {
        for (String method : List.of("INVITE", "INFO", "BYE")) {
            bob.repliesTo(method, 503);
        }
    }

    @Test
    void in_a_dialog_a_503_sends_a_request_to_the_next_server_of_the_remote_target() {
        talksToOneOfTwoThatShareTheirCalls();
        bobIsOverloaded();
        alice.sends("INFO", "Signal=5").sees(200, "INFO");
        alice.hangsUp().isIdle();
        carol.isTold("BYE");

        SipRequest first = bob.received().request("INFO");
        SipRequest second = carol.received().request("INFO");
        assertThat(second.topVia().branch()).isNotEqualTo(first.topVia().branch());
        assertThat(second.cseq()).isEqualTo(first.cseq());
        assertThat(second.to().tag()).isEqualTo(first.to().tag());
        bob.hangsUp();
    }

    @Test
    void the_ACK_of_a_re_INVITE_goes_to_the_server_that_answered_it_and_so_does_what_follows() {
        talksToOneOfTwoThatShareTheirCalls();
        bobIsOverloaded();
        alice.holds().sees(200, "INVITE");
        carol.isTold("ACK");
        assertThat(bob.received().requests("INVITE")).hasSize(2);

        world.passes(Duration.ofMinutes(1));
        alice.hangsUp().isIdle();
        carol.isTold("BYE");
        assertThat(bob.received().requests("BYE")).isEmpty();
        bob.hangsUp();
    }

    @Test
    void a_BYE_reaches_the_next_server_when_the_one_of_the_dialog_is_silent() {
        talksToOneOfTwoThatShareTheirCalls();
        bobIsCutOff();
        alice.hangsUp().isIdle();
        world.passes(TIMER_B);
        carol.isTold("BYE");
        world.sim().network().heal();
        bob.hangsUp();
    }
}
