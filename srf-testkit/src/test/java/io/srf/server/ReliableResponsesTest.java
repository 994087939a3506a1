// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PRACKs that cross what the application has said meanwhile (RFC 3262 §3). */
class ReliableResponsesTest {
    private final EngineWorld world = new EngineWorld(7, 2);
    private final ScriptedApplication application = world.application("invite");
    private final Phone alice = world.phone("alice");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    /** Alice calls, and the application says all of this without waiting for a PRACK. */
    private void answersAtOnceWith(SipResponse.Builder... responses) {
        application
                .on(Methods.INVITE, i -> List.of(responses).forEach(response -> application.answers(i, response)))
                .on(Methods.PRACK, i -> application.answers(i, 200))
                .on(Methods.BYE, i -> application.answers(i, 200));
        alice.calls(world.uri("front-desk"), i -> i.add(HeaderName.SUPPORTED, "100rel"));
    }

    /** What the engine has refused to send of it. */
    private List<String> refusals() {
        world.passes(Duration.ofSeconds(1));
        return application.allRefusals().stream().map(Reply.Refused::text).toList();
    }

    private static SipResponse.Builder described(int status) {
        return reliable(status).body("v=0\r\n", "application/sdp");
    }

    private static SipResponse.Builder reliable(int status) {
        return SipResponse.builder(status, null).set(HeaderName.REQUIRE, "100rel");
    }

    private void acknowledges(SipResponse response, String rack) {
        SipRequest prack = SipRequest.builder(Methods.PRACK, "sip:front-desk@engine.invalid")
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bKprack-" + rack.charAt(0) + ";rport")
                .add(HeaderName.FROM, response.from())
                .add(HeaderName.TO, response.to())
                .add(HeaderName.CALL_ID, response.callId())
                .add(HeaderName.CSEQ, (response.cseq().number() + 1) + " PRACK")
                .add(HeaderName.RACK, rack)
                .build();
        alice.sendsRaw(world.address(), prack.toString());
    }

    private void acknowledges(SipResponse response) {
        acknowledges(response, response.header(HeaderName.RSEQ) + " " + response.cseq());
    }

    private List<ServerMessage.Incoming> pracks() {
        return application.requests(Methods.PRACK);
    }

    @Test
    void a_PRACK_that_comes_after_the_200_reaches_the_application() {
        answersAtOnceWith(reliable(180), SipResponse.builder(200, null));
        alice.isInCall();

        acknowledges(alice.received().response(180));

        alice.sees(200, "PRACK");
        assertThat(pracks()).hasSize(1);
        alice.hangsUp().isIdle();
    }

    @Test
    void a_200_is_repeated_until_its_ACK_though_a_PRACK_comes() {
        Hold ack = world.sim().network().hold(packet -> packet.isRequest(Methods.ACK));
        answersAtOnceWith(reliable(180), SipResponse.builder(200, null));
        alice.isInCall();
        acknowledges(alice.received().response(180));
        alice.sees(200, "PRACK");
        int before = alice.received().responses(200).size();
        world.passes(Duration.ofSeconds(5));
        int after = alice.received().responses(200).size();
        ack.release();

        assertThat(after).isGreaterThan(before);
        alice.hangsUp().isIdle();
    }

    @Test
    void a_second_one_waits_for_the_PRACK_of_the_first() {
        answersAtOnceWith(reliable(183), reliable(180));
        alice.sees(183);
        world.passes(Duration.ofSeconds(2));
        assertThat(alice.received().responses(180)).isEmpty();

        acknowledges(alice.received().response(183));
        alice.sees(180);
        assertThat(pracks()).hasSize(1);
        acknowledges(alice.received().response(180));
        world.passes(Duration.ofSeconds(1));
        assertThat(pracks()).hasSize(2);
        alice.cancels().sees(487);
    }

    @Test
    void a_200_waits_for_the_PRACK_of_a_session_description() {
        answersAtOnceWith(described(183), SipResponse.builder(200, null));
        alice.sees(183);
        world.passes(Duration.ofSeconds(2));
        assertThat(alice.received().responses(200)).isEmpty();

        acknowledges(alice.received().response(183));
        alice.isInCall().hangsUp().isIdle();
    }

    @Test
    void a_200_keeps_its_place_behind_one_that_waits() {
        answersAtOnceWith(reliable(183), described(180), SipResponse.builder(200, null));
        alice.sees(183);
        acknowledges(alice.received().response(183));
        alice.sees(180);
        world.passes(Duration.ofSeconds(2));
        assertThat(alice.received().responses(200))
                .allMatch(response -> response.method().equals(Methods.PRACK));

        acknowledges(alice.received().response(180));
        alice.isInCall().hangsUp().isIdle();
    }

    @Test
    void plain_ringing_and_refusals_do_not_wait_and_what_waits_then_is_refused() {
        answersAtOnceWith(
                described(183),
                SipResponse.builder(200, null),
                SipResponse.builder(180, null),
                SipResponse.builder(486, null));

        alice.sees(183).sees(180).sees(486).isIdle();
        assertThat(refusals()).containsExactly("Response not sent due to unknown transaction");
    }

    @Test
    void what_waits_when_the_caller_gives_up_is_refused() {
        answersAtOnceWith(described(183), SipResponse.builder(200, null));
        alice.sees(183).cancels().sees(487).isIdle();

        assertThat(refusals()).containsExactly("Response not sent due to unknown transaction");
    }

    @Test
    void a_PRACK_that_comes_right_behind_the_CANCEL_lets_nothing_go() {
        answersAtOnceWith(described(183), SipResponse.builder(200, null));
        alice.sees(183).cancels();
        acknowledges(alice.received().response(183));
        alice.sees(487).isIdle();

        assertThat(alice.received().responses(200))
                .noneMatch(response -> response.method().equals(Methods.INVITE));
        assertThat(refusals()).contains("Response not sent due to unknown transaction");
    }

    @Test
    void what_a_PRACK_lets_go_right_before_the_CANCEL_is_the_answer() {
        answersAtOnceWith(described(183), SipResponse.builder(200, null));
        alice.sees(183);
        acknowledges(alice.received().response(183));
        alice.cancels().sees(200, "INVITE").isIdle();

        assertThat(alice.received().responses(487)).isEmpty();
        assertThat(application.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void what_waits_when_the_engine_ends_its_drain_is_refused_with_the_caller() {
        answersAtOnceWith(described(183), reliable(180), SipResponse.builder(200, null));
        alice.sees(183);
        CompletableFuture<Void> drained = world.engine().drain(Duration.ofSeconds(5), DrainPolicy.END);
        alice.sees(503).isIdle();
        world.passes(Duration.ofSeconds(5));

        assertThat(drained).isCompleted();
        assertThat(refusals())
                .containsExactly(
                        "Response not sent due to unknown transaction", "Response not sent due to unknown transaction");
    }

    @Test
    void the_call_goes_on_if_the_PRACK_comes_while_the_engine_drains() {
        answersAtOnceWith(described(183), SipResponse.builder(200, null));
        alice.sees(183);
        CompletableFuture<Void> drained = world.engine().drain(Duration.ofSeconds(5), DrainPolicy.END);
        acknowledges(alice.received().response(183));
        alice.isInCall();

        assertThat(drained).isNotDone();
        alice.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(drained).isCompleted();
    }

    @Test
    void what_waits_for_a_PRACK_that_never_comes_is_refused_with_the_caller() {
        answersAtOnceWith(described(183), SipResponse.builder(200, null));
        alice.sees(183).sees(504).isIdle();

        assertThat(refusals()).containsExactly("Response not sent due to unknown transaction");
    }

    /** Alice calls a node, which says all of this and dies; another one goes on with this. */
    private ScriptedApplication diesAfter(SipResponse.Builder[] responses, SipResponse.Builder... ofNext) {
        application.wantsNoMore(Methods.INVITE);
        ScriptedApplication first = world.node("desk", "desk-1", "invite");
        first.on(Methods.INVITE, i -> List.of(responses).forEach(response -> first.answers(i, response)));
        alice.calls(world.uri("front-desk"), i -> i.add(HeaderName.SUPPORTED, "100rel"))
                .sees(183);
        ScriptedApplication next = world.node("desk", "desk-2", "invite");
        next.on(Methods.INVITE, i -> List.of(ofNext).forEach(response -> next.answers(i, response)))
                .on(Methods.PRACK, i -> next.answers(i, 200))
                .on(Methods.BYE, i -> next.answers(i, 200));
        first.dies();
        world.passes(Duration.ofSeconds(1));
        return next;
    }

    /** A session description, and as many responses after it as may wait. */
    private static SipResponse.Builder[] describedAndEightMore() {
        SipResponse.Builder[] all = new SipResponse.Builder[9];
        Arrays.setAll(all, i -> i == 0 ? described(183) : reliable(183 + i));
        return all;
    }

    @Test
    void as_many_responses_of_a_node_may_wait_as_ever_if_those_of_the_dead_one_before_it_waited() {
        ScriptedApplication next =
                diesAfter(describedAndEightMore(), Arrays.copyOfRange(describedAndEightMore(), 1, 9));

        assertThat(next.allRefusals()).isEmpty();
        alice.cancels().sees(487);
    }

    @Test
    void a_200_of_the_next_node_does_not_wait_for_what_the_dead_one_held_back() {
        diesAfter(new SipResponse.Builder[] {reliable(183), reliable(180)}, SipResponse.builder(200, null));

        alice.isInCall().hangsUp().isIdle();
    }

    @Test
    void what_waits_when_its_node_dies_is_not_sent_and_the_answer_of_the_next_waits_for_the_PRACK() {
        diesAfter(
                new SipResponse.Builder[] {described(183), SipResponse.builder(200, "of the first")},
                SipResponse.builder(200, "of the next"));
        assertThat(alice.received().responses(200)).isEmpty();

        acknowledges(alice.received().response(183));
        alice.isInCall();
        assertThat(alice.received().responses(200))
                .extracting(SipResponse::reason)
                .contains("of the next")
                .doesNotContain("of the first");
        alice.hangsUp().isIdle();
    }

    @Test
    void more_than_eight_that_wait_are_refused() {
        SipResponse.Builder[] many = new SipResponse.Builder[10];
        Arrays.setAll(many, i -> reliable(180 + i));
        answersAtOnceWith(many);
        alice.sees(180);

        assertThat(refusals()).containsExactly("9 responses wait for a PRACK, expected: ≤ 8");
        alice.cancels().sees(487);
    }

    @Test
    void a_PRACK_for_a_response_that_was_never_sent_is_refused() {
        answersAtOnceWith(reliable(180), SipResponse.builder(200, null));
        alice.isInCall();
        SipResponse ringing = alice.received().response(180);

        acknowledges(ringing, "2 " + ringing.cseq());

        alice.sees(481, "PRACK");
        assertThat(pracks()).isEmpty();
        alice.hangsUp().isIdle();
    }
}
