// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.app.NoAnswerException;
import io.srf.app.SipException;
import io.srf.link.LinkException;
import io.srf.script.EngineLeg;
import io.srf.session.DialogRecord.Role;
import io.srf.session.DialogRecord.State;
import io.srf.sip.Header;
import io.srf.sip.Uri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class UacTest extends DialogWorld {
    private static final String BOB = "sip:bob@10.0.0.1";

    private CompletableFuture<Dialog> result;

    private EngineLeg bob(Consumer<UacOptions.Builder> options) {
        result = srf.createUAC(BOB, options);
        return engine.called();
    }

    private EngineLeg bob() {
        return bob(options -> options.localSdp(SDP_A));
    }

    private void hangUp(EngineLeg b) {
        b.sends("BYE");
    }

    @Test
    void an_answer_is_acknowledged_and_makes_a_dialog() {
        EngineLeg b = bob();
        b.last("INVITE").answers(180).answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK");
        Dialog dialog = result.join();
        assertThat(dialog.id()).isEqualTo(b.dialogId());
        assertThat(dialog.role()).isEqualTo(Role.UAC);
        assertThat(dialog.state()).isEqualTo(State.CONFIRMED);
        assertThat(dialog.callId()).isEqualTo("call-1");
        assertThat(dialog.localTag()).isEqualTo("app-1");
        assertThat(dialog.remoteTag()).isEqualTo("phone-1");
        assertThat(dialog.local().sdp()).isEqualTo(SDP_A);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_B);
        assertThat(dialog.remote().contact()).isEqualTo("sip:B@10.0.0.1");
        assertThat(dialog.local().contact()).isEqualTo("sip:10.0.0.2:5060");
        assertThat(dialog.isConnected()).isTrue();
        assertThat(dialog.other()).isNull();
        hangUp(b);
        assertThat(dialog.state()).isEqualTo(State.TERMINATED);
        assertThat(dialog.times().ended()).isNotNull();
    }

    @Test
    void the_options_write_the_request() {
        EngineLeg b = bob(options -> options.localSdp(SDP_A)
                .header("X-Own", "1")
                .callingNumber("100")
                .callingName("Desk")
                .calledNumber("+1 555")
                .proxy("sip:edge.example"));
        assertThat(b.sentFirst().uriText()).isEqualTo("sip:+1%20555@10.0.0.1");
        assertThat(b.sentFirst().header("From")).isEqualTo("\"Desk\" <sip:100@localhost>");
        assertThat(b.sentFirst().header("Contact")).isEqualTo("<sip:100@localhost>");
        assertThat(b.sentFirst().header("X-Own")).isEqualTo("1");
        assertThat(engine.lastRoute()).isEqualTo("sip:edge.example");
        b.last("INVITE").answers(404);
        assertThat(statusOf(result)).isEqualTo(404);
    }

    @Test
    void an_address_without_a_scheme_is_a_SIP_address() {
        result = srf.createUAC(
                "10.0.0.9:5070", options -> options.localSdp(SDP_A).calledNumber("200"));
        EngineLeg b = engine.called();
        assertThat(b.sentFirst().uriText()).isEqualTo("sip:200@10.0.0.9:5070");
        b.last("INVITE").answers(404);
    }

    @Test
    void a_scheme_may_be_written_in_capitals() {
        result = srf.createUAC("SIP:bob@10.0.0.9:5070", options -> options.localSdp(SDP_A));
        EngineLeg b = engine.called();
        assertThat(b.sentFirst().uri()).isEqualTo(Uri.parse("sip:bob@10.0.0.9:5070"));
        b.last("INVITE").answers(404);
    }

    @Test
    void headers_of_the_application_win() {
        EngineLeg b =
                bob(options -> options.header("From", "<sip:me@localhost>").callingNumber("100"));
        assertThat(b.sentFirst().header("From")).isEqualTo("<sip:me@localhost>");
        b.last("INVITE").answers(404);
    }

    @Test
    void a_refusal_fails_with_its_status_and_response() {
        EngineLeg b = bob();
        b.last("INVITE").answers(486, Header.of("X-Why", "asleep"));
        SipException refusal = (SipException) result.exceptionNow();
        assertThat(refusal.status()).isEqualTo(486);
        assertThat(refusal.reason()).isEqualTo("Busy Here");
        assertThat(refusal.response().header("X-Why")).isEqualTo("asleep");
        assertThat(b.methods()).containsExactly("INVITE");
    }

    @Test
    void callbacks_hear_the_request_and_the_provisional_responses() {
        List<String> heard = new ArrayList<>();
        EngineLeg b = bob(options -> options.localSdp(SDP_A)
                .onRequest(request -> heard.add(request.method() + " " + request.callId()))
                .onProvisional(response -> heard.add("" + response.status())));
        b.last("INVITE").answers(100).answers(180).answers(183, SDP_B).answers(486);
        assertThat(heard).containsExactly("INVITE call-1", "180", "183");
    }

    @Test
    void cancelling_the_future_cancels_the_call() {
        EngineLeg b = bob();
        b.last("INVITE").answers(180);
        assertThat(result.cancel(true)).isTrue();
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(result).isCancelled();
    }

    @Test
    void a_fork_that_rings_while_the_others_are_ended_is_ended_too() {
        EngineLeg b = bob().cancelsUnanswered();
        b.last("INVITE").answers(180);
        List<EngineLeg> late = new ArrayList<>();
        srf.onTerminate(over -> {
            if (late.isEmpty()) {
                EngineLeg fork = b.forks();
                late.add(fork);
                fork.sent("INVITE").answers(180);
            }
        });
        result.cancel(true);
        assertThat(late).hasSize(1);
        assertThat(srf.dialogs()).isEmpty();
        b.sent("INVITE").answers(487);
        engine.forgetsAll();
    }

    @Test
    void who_asks_for_the_session_timer_of_a_dialog_that_is_over_hears_nothing() {
        EngineLeg b = bob();
        b.last("INVITE").answers(200, SDP_B, Header.of("Session-Expires", "1800;refresher=uas"));
        Dialog dialog = result.join();
        hangUp(b);
        dialog.onSessionExpiring(timer -> events.add("expiring"));
        assertThat(timers.pending()).isZero();
    }

    @Test
    void cancelling_what_follows_the_future_cancels_nothing() {
        EngineLeg b = bob();
        result.thenApply(Dialog::id).cancel(true);
        assertThat(b.sent("INVITE").cancel()).isNull();
        b.last("INVITE").answers(404);
    }

    @Test
    void a_200_that_crosses_the_CANCEL_ends_in_ACK_and_BYE() {
        EngineLeg b = bob().cancelsUnanswered();
        b.last("INVITE").answers(180);
        result.cancel(true);
        b.sent("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(events).containsExactly("early UAC", "terminate UAC: cancelled");
    }

    @Test
    void a_200_without_Contact_ends_in_ACK_and_BYE_and_fails() {
        EngineLeg b = bob();
        b.last("INVITE").answers(200, SDP_B, Header.of("Contact", "*"));
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(statusOf(result)).isEqualTo(500);
    }

    @Test
    void an_early_dialog_is_there_before_it_is_answered() {
        EngineLeg b = bob();
        b.last("INVITE").answers(183, SDP_B);
        assertThat(b.sends("INFO").statuses()).containsExactly(200);
        b.last("INVITE").answers(200, SDP_B);
        assertThat(events).containsExactly("early UAC", "create UAC");
        hangUp(b);
    }

    @Test
    void a_200_without_a_description_has_the_one_of_the_183() {
        EngineLeg b = bob();
        b.last("INVITE").answers(183, SDP_B).answers(200);
        assertThat(result.join().remote().sdp()).isEqualTo(SDP_B);
        hangUp(b);
    }

    @Test
    void a_fork_that_answers_with_another_tag_than_it_rang_with_is_the_dialog() {
        EngineLeg b = bob();
        b.last("INVITE")
                .answers(180, Header.of("To", "<sip:bob@10.0.0.1>;tag=other"))
                .answers(200, SDP_B);
        assertThat(result.join().remoteTag()).isEqualTo("phone-1");
        hangUp(b);
    }

    @Test
    void a_fork_with_a_dialog_of_its_own_that_answers_ends_the_early_one() {
        EngineLeg b = bob();
        b.last("INVITE").answers(180);
        EngineLeg fork = b.forks();
        fork.sent("INVITE").answers(200, SDP_B);
        assertThat(result.join().id()).isEqualTo(fork.dialogId());
        assertThat(events).containsExactly("early UAC", "terminate UAC: cancelled", "create UAC");
        assertThat(fork.methods()).containsExactly("INVITE", "ACK");
        hangUp(fork);
        engine.forgetsAll();
    }

    @Test
    void a_second_200_under_the_name_of_the_same_dialog_does_not_end_the_first_call() {
        EngineLeg b = bob();
        b.last("INVITE").answers(200, SDP_B);
        b.sent("INVITE").answers(200, SDP_B, Header.of("To", "<sip:bob@10.0.0.1>;tag=other"));
        assertThat(b.methods()).containsExactly("INVITE", "ACK");
        assertThat(result.join().isConnected()).isTrue();
        assertThat(result.join().remoteTag()).isEqualTo("phone-1");
        hangUp(b);
    }

    @Test
    void reliable_provisional_responses_are_acknowledged_in_order() {
        EngineLeg b = bob();
        b.last("INVITE").answers(183, SDP_B, Header.of("Require", "100rel"), Header.of("RSeq", "314"));
        assertThat(b.last("PRACK").request().header("RAck")).isEqualTo("314 1 INVITE");
        b.last("PRACK").answers(200);
        b.sent("INVITE").answers(180, Header.of("Require", "100rel"), Header.of("RSeq", "316"));
        b.sent("INVITE").answers(183, Header.of("Require", "100rel"), Header.of("RSeq", "314"));
        assertThat(b.methods()).containsExactly("INVITE", "PRACK");
        b.sent("INVITE").answers(180, Header.of("Require", "100rel"), Header.of("RSeq", "315"));
        b.last("PRACK").answers(200);
        b.sent("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "PRACK", "PRACK", "ACK");
        hangUp(b);
    }

    @Test
    void a_200_while_a_PRACK_is_outstanding_is_an_answer() {
        EngineLeg b = bob();
        b.last("INVITE").answers(183, SDP_B, Header.of("Require", "100rel"), Header.of("RSeq", "1"));
        b.sent("INVITE").answers(200, SDP_B);
        assertThat(result).isCompleted();
        b.sent("PRACK").answers(200);
        hangUp(b);
    }

    @Test
    void an_UPDATE_before_the_answer_is_answered_with_our_description() {
        EngineLeg b = bob();
        b.last("INVITE").answers(183, SDP_B, Header.of("Require", "100rel"), Header.of("RSeq", "1"));
        b.last("PRACK").answers(200);
        var update = b.sends("UPDATE", sdp("bob", 2, 30_002, "sendrecv"));
        assertThat(update.last().status()).isEqualTo(200);
        assertThat(update.last().bodyText()).isEqualTo(SDP_A);
        b.sent("INVITE").answers(200);
        assertThat(result.join().remote().sdp()).contains("bob 4711 2");
        hangUp(b);
    }

    @Test
    void an_UPDATE_while_our_offer_is_open_is_answered_with_491() {
        EngineLeg b = bob();
        b.last("INVITE").answers(180);
        assertThat(b.sends("UPDATE", SDP_B).statuses()).containsExactly(491);
        b.last("INVITE").answers(404);
    }

    @Test
    void a_late_offer_is_answered_by_the_application_in_the_ACK() {
        EngineLeg b = bob(options -> options.answer(offer -> offer.equals(SDP_B) ? SDP_A : "?"));
        assertThat(b.sentFirst().bodyLength()).isZero();
        b.last("INVITE").answers(200, SDP_B);
        assertThat(b.last("ACK").request().bodyText()).isEqualTo(SDP_A);
        assertThat(result.join().local().sdp()).isEqualTo(SDP_A);
        assertThat(result.join().remote().sdp()).isEqualTo(SDP_B);
        hangUp(b);
    }

    @Test
    void a_late_offer_that_nobody_answers_is_refused_and_ended() {
        EngineLeg b = bob(options -> {});
        b.last("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(b.sent("ACK").request().bodyText()).contains("m=audio 0 RTP/AVP 0");
        assertThat(statusOf(result)).isEqualTo(488);
    }

    @Test
    void code_that_fails_to_answer_a_late_offer_ends_the_call() {
        EngineLeg b = bob(options -> options.answer(offer -> {
            throw new IllegalStateException("no media server");
        }));
        b.last("INVITE").answers(200, SDP_B);
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(result.exceptionNow()).hasMessage("no media server");
    }

    @Test
    void a_CANCEL_while_the_answer_is_made_ends_in_ACK_and_BYE() {
        EngineLeg b = bob(options -> options.answer(offer -> SDP_A.replace("alice", "us")));
        executor.hold();
        b.last("INVITE").answers(200, SDP_B);
        result.cancel(true);
        executor.release();
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
    }

    @Test
    void a_call_that_rings_too_long_is_cancelled() {
        EngineLeg b = bob(options -> options.localSdp(SDP_A).ringTimeout(Duration.ofSeconds(10)));
        timers.advance(Duration.ofSeconds(30));
        b.last("INVITE").answers(180);
        timers.advance(Duration.ofSeconds(10));
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(statusOf(result)).isEqualTo(408);
        assertThat(result.exceptionNow()).isInstanceOf(NoAnswerException.class);
    }

    @Test
    void a_call_that_takes_too_long_is_cancelled() {
        EngineLeg b = bob(options -> options.localSdp(SDP_A).timeout(Duration.ofSeconds(10)));
        timers.advance(Duration.ofSeconds(10));
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(statusOf(result)).isEqualTo(408);
    }

    @Test
    void a_link_that_drops_fails_the_call() {
        EngineLeg b = bob();
        b.last("INVITE").answers(180);
        engine.drops();
        assertThat(result.exceptionNow()).isInstanceOf(LinkException.class);
        engine.forgetsAll();
        timers.advance(SrfConfig.DEFAULT_LINK_GRACE);
    }

    @Test
    void no_engine_is_said_at_once() {
        engine.down();
        engine.drops();
        assertThat(srf.createUAC(BOB, options -> {}).exceptionNow()).isInstanceOf(LinkException.class);
        engine.up();
        timers.advance(SrfConfig.DEFAULT_LINK_GRACE);
    }

    @Test
    void a_bad_address_is_said_at_once() {
        assertThatThrownBy(() -> srf.createUAC("sip:no space@x", options -> {}))
                .hasMessageContaining("a URI must not contain");
        assertThatThrownBy(() -> UacOptions.builder().timeout(Duration.ZERO))
                .hasMessageContaining("a time limit must be positive");
    }

    @Test
    void a_header_that_is_the_engines_fails_the_future() {
        result = srf.createUAC(BOB, options -> options.header("Via", "SIP/2.0/UDP x"));
        assertThat(result.exceptionNow()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void destroy_sends_BYE_and_completes_with_its_answer() {
        EngineLeg b = bob().byesUnanswered();
        b.last("INVITE").answers(200, SDP_B);
        CompletableFuture<Void> over =
                result.join().destroy(io.srf.app.Extras.of("Reason", "SIP;cause=200;text=\"bye\""));
        assertThat(b.last("BYE").request().header("Reason")).isEqualTo("SIP;cause=200;text=\"bye\"");
        assertThat(over).isNotDone();
        b.last("BYE").answers(200);
        assertThat(over).isCompleted();
        assertThat(result.join().destroy()).isCompleted();
        assertThat(events).endsWith("terminate UAC: local BYE");
    }
}
