// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.NoAnswerException;
import io.srf.link.LinkException;
import io.srf.script.EngineLeg;
import io.srf.sip.Header;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whatever crosses whatever while a call is set up: no leg is left that nobody knows. */
class B2buaRaceTest extends BackToBackWorld {
    @Test
    void a_CANCEL_while_the_callee_rings_cancels_the_callee() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        a.invite()
                .cancels(
                        Header.of("Reason", "SIP;cause=200"),
                        Header.of("X-Reason", "mine"),
                        Header.of("X-Other", "no"));
        assertThat(b.sent("INVITE").cancel().header("Reason")).isEqualTo("SIP;cause=200");
        assertThat(b.sent("INVITE").cancel().header("X-Reason")).isEqualTo("mine");
        assertThat(b.sent("INVITE").cancel().header("X-Other")).isNull();
        assertThat(statusOf(call)).isEqualTo(487);
        assertThat(events)
                .containsExactly("early UAC", "early UAS", "terminate UAC: cancelled", "terminate UAS: cancelled");
    }

    @Test
    void a_CANCEL_before_the_application_has_attached_itself_calls_nobody() {
        srf.invite((req, res) -> {
            request = req;
            response = res;
        });
        EngineLeg a = engine.calls("A", SDP_A);
        a.invite().cancels();
        call = srf.createB2BUA(request, response, "sip:bob@10.0.0.1");
        assertThat(statusOf(call)).isEqualTo(487);
        assertThat(engine.calledCount()).isZero();
    }

    @Test
    void a_CANCEL_while_the_offer_is_made_calls_nobody() {
        executor.holdAfter(1);
        EngineLeg a = alice(SDP_A, options -> options.localSdpB(ofA -> ofA));
        a.invite().cancels();
        executor.release();
        assertThat(statusOf(call)).isEqualTo(487);
        assertThat(engine.calledCount()).isZero();
    }

    @Test
    void a_CANCEL_while_the_INVITE_is_on_its_way_to_the_engine_cancels_it_there() {
        engine.hold();
        EngineLeg a = alice(SDP_A);
        a.invite().cancels();
        assertThat(statusOf(call)).isEqualTo(487);
        engine.release();
        EngineLeg b = engine.called();
        assertThat(b.sent("INVITE").cancel()).isNotNull();
    }

    @Test
    void a_CANCEL_before_any_provisional_response_cancels_the_callee() {
        EngineLeg a = alice(SDP_A);
        a.invite().cancels();
        assertThat(engine.called().sent("INVITE").cancel()).isNotNull();
        assertThat(statusOf(call)).isEqualTo(487);
    }

    @Test
    void a_200_that_crosses_a_CANCEL_ends_in_ACK_and_BYE() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called().cancelsUnanswered();
        b.last("INVITE").answers(180);
        a.invite().cancels();
        b.sent("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(statusOf(call)).isEqualTo(487);
        assertThat(events).doesNotContain("create UAC", "create UAS");
    }

    @Test
    void a_200_with_another_tag_that_crosses_a_CANCEL_ends_in_ACK_and_BYE() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called().cancelsUnanswered();
        b.last("INVITE").answers(180, Header.of("To", "<sip:bob@10.0.0.1>;tag=other"));
        a.invite().cancels();
        b.sent("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
    }

    @Test
    void a_callee_that_never_answers_the_CANCEL_is_given_up() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called().cancelsUnanswered();
        a.invite().cancels();
        assertThat(srf.openCalls()).isEqualTo(1);
        timers.advance(Duration.ofSeconds(40));
        assertThat(srf.openCalls()).isZero();
        b.sent("INVITE").answers(487);
    }

    @Test
    void a_200_after_the_CANCEL_was_given_up_ends_in_ACK_and_BYE() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called().cancelsUnanswered();
        a.invite().cancels();
        timers.advance(Duration.ofSeconds(40));
        b.sent("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
    }

    @Test
    void a_CANCEL_while_the_description_for_the_caller_is_made_ends_the_callee() {
        EngineLeg a = alice(SDP_A, options -> options.localSdpA(ofB -> ofB));
        EngineLeg b = engine.called();
        executor.hold();
        b.last("INVITE").answers(200, SDP_B);
        a.invite().cancels();
        executor.release();
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(statusOf(call)).isEqualTo(487);
        assertThat(events).containsExactly("create UAC", "terminate UAC: local BYE");
    }

    @Test
    void a_CANCEL_that_crosses_our_200_ends_the_callee() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        engine.hold();
        b.last("INVITE").answers(200, SDP_B);
        a.invite().cancels();
        engine.release();
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(a.invite().statuses()).isEmpty();
        assertThat(statusOf(call)).isEqualTo(487);
    }

    @Test
    void a_CANCEL_after_our_200_changes_nothing_until_the_engine_hangs_up() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = answered();
        a.invite().cancels();
        assertThat(call).isCompleted();
        a.isEndedByEngine("CANCEL after 200");
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(events).contains("terminate UAS: CANCEL after 200");
    }

    @Test
    void a_200_that_the_engine_refuses_ends_the_callee() {
        alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        engine.hold();
        b.sent("INVITE").answers(200, SDP_B);
        engine.refusesNext("missing content-type", 1);
        engine.release();
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(call).isCompletedExceptionally();
        request.agent();
        response.send(486);
    }

    @Test
    void a_BYE_of_the_callee_before_the_caller_is_answered_refuses_the_caller() {
        EngineLeg a = alice(SDP_A, options -> options.localSdpA(ofB -> ofB));
        EngineLeg b = engine.called();
        executor.hold();
        b.last("INVITE").answers(200, SDP_B);
        b.sends("BYE");
        executor.release();
        assertThat(a.invite().statuses()).containsExactly(480);
        assertThat(statusOf(call)).isEqualTo(480);
    }

    @Test
    void a_BYE_of_the_callee_that_crosses_our_200_ends_the_caller_after_its_ACK() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        engine.hold();
        b.last("INVITE").answers(200, SDP_B);
        b.sends("BYE");
        engine.release();
        assertThat(statusOf(call)).isEqualTo(480);
        assertThat(a.methods()).isEmpty();
        a.acks();
        assertThat(a.methods()).containsExactly("BYE");
    }

    @Test
    void a_BYE_of_the_callee_before_the_ACK_of_the_caller_waits_for_it() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = answered();
        assertThat(b.sends("BYE").statuses()).containsExactly(200);
        assertThat(a.methods()).isEmpty();
        a.acks();
        assertThat(a.methods()).containsExactly("BYE");
    }

    @Test
    void a_BYE_that_waits_for_an_ACK_ends_with_the_ACK_timeout() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = answered();
        b.sends("BYE");
        a.isEndedByEngine("ACK timeout");
        assertThat(a.methods()).isEmpty();
        assertThat(events).contains("terminate UAC: remote BYE", "terminate UAS: local BYE");
    }

    @Test
    void BYE_that_crosses_BYE_ends_each_leg_once() {
        Legs legs = joined();
        legs.b().byesUnanswered();
        legs.a().sends("BYE");
        assertThat(legs.b().sends("BYE").statuses()).containsExactly(200);
        assertThat(srf.openCalls()).isZero();
        legs.b().sent("BYE").answers(481);
        assertThat(events.stream().filter(e -> e.startsWith("terminate"))).hasSize(2);
    }

    @Test
    void an_early_BYE_of_the_caller_cancels_the_callee() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        assertThat(a.sends("BYE").statuses()).containsExactly(200);
        assertThat(a.invite().statuses()).containsExactly(180, 487);
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(statusOf(call)).isEqualTo(487);
    }

    @Test
    void cancelling_the_future_cancels_the_callee_and_refuses_the_caller() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        assertThat(call.cancel(true)).isTrue();
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(a.invite().statuses()).containsExactly(180, 480);
    }

    @Test
    void destroying_the_early_leg_of_the_callee_cancels_it() {
        srf.onCreateEarly(e -> {
            if (e.dialog().role() == io.srf.session.DialogRecord.Role.UAC) {
                e.dialog().destroy();
            }
        });
        EngineLeg a = alice(SDP_A);
        engine.called().last("INVITE").answers(180);
        assertThat(a.invite().statuses()).containsExactly(180, 487);
        assertThat(statusOf(call)).isEqualTo(487);
    }

    @Test
    void a_callee_that_rings_too_long_is_cancelled() {
        EngineLeg a = alice(SDP_A, options -> options.ringTimeout(Duration.ofSeconds(20)));
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        timers.advance(Duration.ofSeconds(19));
        assertThat(call).isNotDone();
        timers.advance(Duration.ofSeconds(1));
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(a.invite().statuses()).containsExactly(180, 408);
        assertThat(call.exceptionNow()).isInstanceOf(NoAnswerException.class);
    }

    @Test
    void a_caller_that_the_application_answers_itself_ends_the_set_up_and_the_error_says_so() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        response.send(603);
        assertThat(a.invite().statuses()).containsExactly(603);
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(call.exceptionNow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answered with 603");
    }

    @Test
    void a_link_that_drops_settles_everything() {
        alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        engine.drops();
        assertThat(call).isCompletedExceptionally();
        assertThat(call.exceptionNow()).isInstanceOf(LinkException.class);
        engine.forgetsAll();
        timers.advance(SrfConfig.DEFAULT_LINK_GRACE);
    }

    @Test
    void a_link_that_drops_ends_joined_legs_when_the_grace_is_over() {
        joined();
        engine.down();
        CompletableFuture<Void> destroyed = new CompletableFuture<>();
        call.join().uas().onDestroy(reason -> destroyed.complete(null));
        engine.drops();
        assertThat(call.join().uas().isConnected()).isTrue();
        timers.advance(SrfConfig.DEFAULT_LINK_GRACE);
        assertThat(destroyed).isCompleted();
        assertThat(events).contains("terminate UAS: link lost", "terminate UAC: link lost");
        engine.forgetsAll();
        engine.up();
        timers.advance(Duration.ofMinutes(1));
    }

    @Test
    void a_link_that_comes_back_in_time_finds_its_legs() {
        Legs legs = joined();
        engine.drops();
        timers.advance(SrfConfig.DEFAULT_LINK_GRACE);
        assertThat(call.join().uas().isConnected()).isTrue();
        hangUp(legs.a());
        assertThat(legs.b().methods()).endsWith("BYE");
    }

    @Test
    void a_request_of_the_callee_before_the_caller_has_its_200_waits_for_the_bridge() {
        EngineLeg a = alice(SDP_A, options -> options.localSdpA(ofB -> ofB));
        EngineLeg b = engine.called();
        executor.hold();
        b.last("INVITE").answers(200, SDP_B);
        var info = b.sends("INFO");
        assertThat(info.statuses()).isEmpty();
        executor.release();
        a.last("INFO").answers(200);
        assertThat(info.statuses()).containsExactly(200);
        hangUp(b);
        a.acks();
    }

    @Test
    void a_second_fork_that_answers_is_ended_and_the_first_goes_on() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = answered();
        a.acks();
        EngineLeg fork = b.forks();
        fork.sent("INVITE").answers(200, SDP_B);
        assertThat(fork.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(b.methods()).containsExactly("INVITE", "ACK");
        hangUp(a);
    }

    @Test
    void a_BYE_of_the_callee_that_waits_for_the_answer_to_its_offer_ends_both_legs() {
        EngineLeg a = alice(null);
        EngineLeg b = answered();
        b.sends("BYE");
        a.acks(SDP_A);
        assertThat(call).isCompletedExceptionally();
        assertThat(a.methods()).contains("BYE");
    }
}
