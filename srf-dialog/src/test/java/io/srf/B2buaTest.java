// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.script.EngineLeg;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import org.junit.jupiter.api.Test;

class B2buaTest extends BackToBackWorld {
    @Test
    void a_call_is_answered_and_joins_both_legs() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        assertThat(b.sentLast("INVITE").request().bodyText()).isEqualTo(SDP_A);

        b.last("INVITE").answers(180);
        assertThat(a.invite().statuses()).containsExactly(180);

        b.last("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK");
        assertThat(a.invite().last().status()).isEqualTo(200);
        assertThat(a.invite().last().bodyText()).isEqualTo(SDP_B);
        B2BUA joined = call.join();
        assertThat(joined.uas().other()).isSameAs(joined.uac());
        assertThat(joined.uac().other()).isSameAs(joined.uas());
        assertThat(joined.session().id()).isEqualTo(joined.uac().session().id());

        a.acks();
        a.sends("BYE");
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(events)
                .containsExactly(
                        "early UAC",
                        "early UAS",
                        "create UAC",
                        "create UAS",
                        "terminate UAS: remote BYE",
                        "terminate UAC: local BYE");
    }

    @Test
    void a_BYE_of_the_called_side_reaches_the_caller_with_its_reason() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = answered();
        a.acks();
        assertThat(b.sends("BYE", Header.of("Reason", "Q.850;cause=16;text=\"done\""))
                        .statuses())
                .containsExactly(200);
        assertThat(a.last("BYE").request().header(HeaderName.REASON)).isEqualTo("Q.850;cause=16;text=\"done\"");
        assertThat(events).contains("terminate UAC: done", "terminate UAS: local BYE");
    }

    @Test
    void a_busy_callee_is_passed_on() {
        EngineLeg a = alice(SDP_A);
        engine.called().last("INVITE").answers(486);
        assertThat(a.invite().statuses()).containsExactly(486);
        assertThat(statusOf(call)).isEqualTo(486);
        assertThat(events).isEmpty();
    }

    @Test
    void a_caller_whom_the_application_has_answered_before_has_nobody_called_for_it_and_the_error_says_why() {
        srf.invite((req, res) -> {
            res.send(486);
            call = srf.createB2BUA(req, res, "sip:bob@10.0.0.1");
        });
        EngineLeg a = engine.calls("A", SDP_A);
        assertThat(a.invite().statuses()).containsExactly(486);
        assertThat(call.exceptionNow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answered with 486");
        assertThat(engine.calledCount()).isZero();
    }

    @Test
    void a_failure_is_kept_back_when_the_application_wants_to_go_on() {
        EngineLeg a = alice(SDP_A, options -> options.passFailure(false));
        engine.called().last("INVITE").answers(486);
        assertThat(a.invite().statuses()).isEmpty();
        assertThat(statusOf(call)).isEqualTo(486);

        call = srf.createB2BUA(request, response, "sip:carol@10.0.0.1");
        engine.called().last("INVITE").answers(404);
        assertThat(a.invite().statuses()).containsExactly(404);
    }

    @Test
    void early_media_passes_and_the_200_has_the_same_description() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(183, SDP_B);
        assertThat(a.invite().last().bodyText()).isEqualTo(SDP_B);
        b.last("INVITE").answers(200, SDP_B);
        assertThat(a.invite().statuses()).containsExactly(183, 200);
        hangUp(a);
    }

    @Test
    void provisional_responses_stay_with_us_when_the_application_wants_that() {
        EngineLeg a = alice(SDP_A, options -> options.passProvisionalResponses(false));
        engine.called().last("INVITE").answers(180).answers(200, SDP_B);
        assertThat(a.invite().statuses()).containsExactly(200);
        hangUp(a);
    }

    @Test
    void the_caller_is_named_to_the_callee() {
        EngineLeg a = alice(SDP_A);
        assertThat(engine.called().sentFirst().header(HeaderName.FROM)).startsWith("\"Phone A\" <sip:A@localhost>");
        a.invite().cancels();
    }

    @Test
    void headers_pass_as_the_options_say() {
        EngineLeg a = alice(
                SDP_A,
                options -> options.header("X-Own", "1")
                        .proxyRequestHeaders("all", "-X-Secret")
                        .proxyResponseHeaders("X-Room")
                        .responseHeader("X-Added", "yes")
                        .callingNumber("100")
                        .callingName("Desk"),
                Header.of("X-Color", "red"),
                Header.of("X-Secret", "s"));
        EngineLeg b = engine.called();
        assertThat(b.sentFirst().header("X-Color")).isEqualTo("red");
        assertThat(b.sentFirst().header("X-Secret")).isNull();
        assertThat(b.sentFirst().header("X-Own")).isEqualTo("1");
        assertThat(b.sentFirst().header(HeaderName.FROM)).isEqualTo("\"Desk\" <sip:100@localhost>");
        assertThat(b.sentFirst().maxForwards()).isEqualTo(69);

        b.last("INVITE").answers(200, SDP_B, Header.of("X-Room", "7"), Header.of("X-Other", "8"));
        assertThat(a.invite().last().header("X-Room")).isEqualTo("7");
        assertThat(a.invite().last().header("X-Other")).isNull();
        assertThat(a.invite().last().header("X-Added")).isEqualTo("yes");
        hangUp(a);
    }

    @Test
    void session_descriptions_are_made_by_the_application() {
        EngineLeg a = alice(
                SDP_A,
                options ->
                        options.localSdpB(ofA -> ofA.replace("alice", "us")).localSdpA(sdp("us", 1, 1000, "sendrecv")));
        EngineLeg b = engine.called();
        assertThat(b.sentFirst().bodyText()).contains("o=us");
        b.last("INVITE").answers(200, SDP_B);
        assertThat(a.invite().last().bodyText()).contains("m=audio 1000");
        assertThat(call.join().uas().local().sdp()).contains("m=audio 1000");
        assertThat(call.join().uac().remote().sdp()).isEqualTo(SDP_B);
        hangUp(a);
    }

    @Test
    void code_that_makes_no_session_description_for_the_callee_refuses_the_caller() {
        EngineLeg a = alice(
                SDP_A,
                options -> options.localSdpB(ofA -> {
                    throw new IllegalStateException("no media server");
                }));
        assertThat(a.invite().statuses()).containsExactly(500);
        assertThat(call).isCompletedExceptionally();
        assertThat(engine.calledCount()).isZero();
    }

    @Test
    void code_that_makes_no_session_description_for_the_caller_ends_the_callee() {
        EngineLeg a = alice(
                SDP_A,
                options -> options.localSdpA(ofB -> {
                    throw new IllegalStateException("no media server");
                }));
        EngineLeg b = engine.called();
        b.last("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(a.invite().statuses()).containsExactly(500);
        assertThat(call).isCompletedExceptionally();
    }

    @Test
    void a_183_that_is_being_made_comes_before_the_200() {
        EngineLeg a = alice(SDP_A, options -> options.localSdpA(ofB -> ofB.replace("bob", "us")));
        EngineLeg b = engine.called();
        executor.hold();
        b.last("INVITE").answers(183, SDP_B).answers(180).answers(200, SDP_B);
        assertThat(a.invite().statuses()).isEmpty();
        executor.release();
        assertThat(a.invite().statuses()).containsExactly(183, 180, 200);
        assertThat(a.invite().last().bodyText()).contains("o=us");
        hangUp(a);
    }

    @Test
    void a_request_without_Contact_is_refused_and_calls_nobody() {
        EngineLeg a = alice(SDP_A, options -> {}, Header.of("Contact", "*"));
        assertThat(a.invite().statuses()).containsExactly(400);
        assertThat(statusOf(call)).isEqualTo(400);
        assertThat(engine.calledCount()).isZero();
    }

    @Test
    void a_call_that_went_too_far_is_refused() {
        EngineLeg a = alice(SDP_A, options -> {}, Header.of("Max-Forwards", "0"));
        assertThat(a.invite().statuses()).containsExactly(483);
        assertThat(engine.calledCount()).isZero();
    }

    @Test
    void what_the_engine_does_not_send_refuses_the_caller() {
        engine.refusesNext("invalid request-uri");
        EngineLeg a = alice(SDP_A);
        assertThat(a.invite().statuses()).containsExactly(500);
        assertThat(statusOf(call)).isEqualTo(500);
    }

    @Test
    void a_late_offer_goes_round_the_other_way() {
        EngineLeg a = alice(null);
        EngineLeg b = engine.called();
        assertThat(b.sentFirst().bodyLength()).isZero();
        b.last("INVITE").answers(200, SDP_B);
        assertThat(a.invite().last().bodyText()).isEqualTo(SDP_B);
        assertThat(b.methods()).containsExactly("INVITE");
        assertThat(call).isNotDone();

        a.acks(SDP_A);
        assertThat(b.last("ACK").request().bodyText()).isEqualTo(SDP_A);
        assertThat(call).isCompleted();
        assertThat(call.join().uas().remote().sdp()).isEqualTo(SDP_A);
        assertThat(call.join().uas().local().sdp()).isEqualTo(SDP_B);
        assertThat(call.join().uac().remote().sdp()).isEqualTo(SDP_B);
        assertThat(call.join().uac().local().sdp()).isEqualTo(SDP_A);
        hangUp(b);
    }

    @Test
    void a_late_offer_without_an_answer_ends_both_legs() {
        EngineLeg a = alice(null);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(200, SDP_B);
        a.acks();
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(a.methods()).containsExactly("BYE");
        assertThat(statusOf(call)).isEqualTo(488);
    }

    @Test
    void a_late_offer_whose_caller_never_acknowledges_ends_the_callee() {
        EngineLeg a = alice(null);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(200, SDP_B);
        a.isEndedByEngine("ACK timeout");
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(b.sent("ACK").request().bodyText()).contains("m=audio 0 ");
        assertThat(call).isCompletedExceptionally();
        assertThat(events).contains("terminate UAS: ACK timeout");
    }

    @Test
    void an_UPDATE_of_the_caller_before_the_answer_gets_the_last_description_or_has_to_wait() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        var early = a.sends("UPDATE", sdp("alice", 2, 1, "sendrecv"));
        assertThat(early.statuses()).containsExactly(500);
        assertThat(early.last().header("Retry-After")).isNotNull();
        b.last("INVITE").answers(183, SDP_B);
        assertThat(a.sends("UPDATE", sdp("alice", 2, 1, "sendrecv")).last().bodyText())
                .isEqualTo(SDP_B);
        b.last("INVITE").answers(200, SDP_B);
        assertThat(call.join().uas().remote().sdp()).contains("alice 4711 2");
        b.last("INVITE").answers(200, SDP_B);
        hangUp(a);
    }

    @Test
    void what_the_caller_has_changed_by_UPDATE_before_the_answer_is_offered_to_the_callee_after_it() {
        String moved = sdp("alice", 2, 30_000, "sendrecv");
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(183, SDP_B);
        a.sends("UPDATE", moved);
        b.last("INVITE").answers(200, SDP_B);
        a.acks();

        assertThat(b.methods()).containsExactly("INVITE", "ACK", "INVITE");
        assertThat(b.sentLast("INVITE").request().bodyText()).isEqualTo(moved);
        b.last("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "INVITE", "ACK");
        assertThat(call.join().uac().local().sdp()).isEqualTo(moved);
        hangUp(a);
    }

    @Test
    void what_the_caller_has_changed_before_the_answer_goes_through_what_makes_descriptions_for_the_callee() {
        EngineLeg a = alice(SDP_A, options -> options.localSdpB(sdp -> sdp.replace("10.0.0.1", "10.0.0.7")));
        EngineLeg b = engine.called();
        b.last("INVITE").answers(183, SDP_B);
        a.sends("UPDATE", sdp("alice", 2, 30_000, "sendonly"));
        b.last("INVITE").answers(200, SDP_B);
        a.acks();

        assertThat(b.sentLast("INVITE").request().bodyText()).contains("10.0.0.7", "audio 30000", "sendonly");
        b.last("INVITE").answers(488);
        assertThat(call.join().uac().local().sdp()).contains("10.0.0.7", "sendrecv");
        hangUp(a);
    }

    @Test
    void what_the_caller_has_changed_before_the_answer_stays_here_where_re_INVITEs_do() {
        EngineLeg a = alice(SDP_A, options -> options.bridge("INVITE", BridgePolicy.LOCAL));
        EngineLeg b = engine.called();
        b.last("INVITE").answers(183, SDP_B);
        a.sends("UPDATE", sdp("alice", 2, 30_000, "sendrecv"));
        b.last("INVITE").answers(200, SDP_B);
        a.acks();

        assertThat(b.methods()).containsExactly("INVITE", "ACK");
        hangUp(a);
    }

    @Test
    void a_199_stays_with_us_because_it_ends_the_early_dialog_of_one_fork_and_the_caller_has_another() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        b.last("INVITE").answers(183, SDP_B);
        b.last("INVITE").answers(199);
        b.last("INVITE").answers(200, SDP_B);
        assertThat(a.invite().statuses()).containsExactly(183, 200);
        hangUp(a);
    }

    @Test
    void destroy_ends_both_legs() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = answered();
        a.acks();
        assertThat(call.join().destroy()).isCompleted();
        assertThat(a.methods()).containsExactly("BYE");
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(events).contains("terminate UAS: local BYE", "terminate UAC: local BYE");
    }

    @Test
    void headers_left_out_of_responses_are_others_than_those_left_out_of_requests() {
        EngineLeg a = alice(
                SDP_A,
                options -> options.proxyRequestHeaders("all", "-X-One").proxyResponseHeaders("all", "-X-Two"),
                Header.of("X-One", "1"),
                Header.of("X-Two", "2"));
        EngineLeg b = engine.called();
        assertThat(b.sentFirst().header("X-One")).isNull();
        assertThat(b.sentFirst().header("X-Two")).isEqualTo("2");

        b.last("INVITE").answers(200, SDP_B, Header.of("X-One", "1"), Header.of("X-Two", "2"));
        assertThat(a.invite().last().header("X-One")).isEqualTo("1");
        assertThat(a.invite().last().header("X-Two")).isNull();
        hangUp(a);
    }
}
