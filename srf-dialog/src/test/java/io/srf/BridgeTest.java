// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Extras;
import io.srf.script.EngineLeg;
import io.srf.script.Received;
import io.srf.session.DialogRecord.Role;
import io.srf.sip.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between joined legs, and what does not. */
class BridgeTest extends BackToBackWorld {
    private static final String SDP_A2 = sdp("alice", 2, 20_002, "sendrecv");
    private static final String SDP_B2 = sdp("bob", 2, 30_002, "sendrecv");

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "MESSAGE", "OPTIONS", "NOTIFY", "REFER", "UPDATE", "PUBLISH", "FOO"})
    void a_request_passes_to_the_other_side_and_its_answer_back(String method) {
        Legs legs = joined();
        Received request = legs.a().sends(method, Header.of("X-Color", "red"), Header.of("User-Agent", "phone"));
        assertThat(legs.b().last(method).request().header("X-Color")).isEqualTo("red");
        assertThat(legs.b().last(method).request().header("User-Agent")).isNull();
        assertThat(legs.b().last(method).request().callId())
                .isNotEqualTo(request.request().callId());
        legs.b().last(method).answers(202, Header.of("X-Room", "7"));
        assertThat(request.last().status()).isEqualTo(202);
        assertThat(request.last().header("X-Room")).isEqualTo("7");
        hangUp(legs.a());
    }

    @Test
    void a_body_passes_with_its_type() {
        Legs legs = joined();
        Received info = legs.b().sendsBody("INFO", "Signal=5", "application/dtmf-relay");
        assertThat(legs.a().last("INFO").request().bodyText()).isEqualTo("Signal=5");
        assertThat(legs.a().last("INFO").request().contentType()).isEqualTo("application/dtmf-relay");
        legs.a().last("INFO").answers(415);
        assertThat(info.statuses()).containsExactly(415);
        hangUp(legs.a());
    }

    @Test
    void a_request_that_the_other_side_never_answers_is_not_answered_with_408() {
        Legs legs = joined();
        Received info = legs.a().sends("INFO");
        legs.b().last("INFO").answers(408);
        assertThat(info.statuses()).containsExactly(504);
        hangUp(legs.a());
    }

    @Test
    void a_listener_takes_a_request_over() {
        Legs legs = joined(options -> options.prepare(dialog -> dialog.onInfo((req, res) -> res.send(204, "Mine"))));
        assertThat(legs.a().sends("INFO").statuses()).containsExactly(204);
        assertThat(legs.b().methods()).containsExactly("INVITE", "ACK");
        hangUp(legs.a());
    }

    @Test
    void a_policy_keeps_a_method_on_one_leg() {
        Legs legs = joined(options -> options.bridge("message", BridgePolicy.LOCAL));
        assertThat(legs.a().sends("MESSAGE").statuses()).containsExactly(200);
        assertThat(legs.b().methods()).containsExactly("INVITE", "ACK");
        hangUp(legs.a());
    }

    @Test
    void a_policy_leaves_the_other_leg_up() {
        Legs legs = joined(options -> options.bridge("BYE", BridgePolicy.LOCAL));
        legs.a().sends("BYE");
        assertThat(legs.b().methods()).containsExactly("INVITE", "ACK");
        call.join().uac().destroy();
    }

    @Test
    void the_bridge_is_data_in_the_records() {
        Legs legs = joined(options -> options.bridge("INFO", BridgePolicy.LOCAL));
        B2BUA joined = call.join();
        assertThat(joined.uas().record().bridge().peer()).isEqualTo(joined.uac().id());
        assertThat(joined.uac().record().bridge().peer()).isEqualTo(joined.uas().id());
        assertThat(joined.uas().record().bridge().policies()).containsEntry("INFO", "LOCAL");
        hangUp(legs.b());
    }

    @Test
    void an_offer_passes_across_and_its_answer_back() {
        Legs legs = joined();
        Received offer = legs.a().sends("INVITE", SDP_A2);
        assertThat(legs.b().last("INVITE").request().bodyText()).isEqualTo(SDP_A2);
        assertThat(offer.statuses()).isEmpty();
        legs.b().last("INVITE").answers(200, SDP_B2);
        assertThat(legs.b().methods()).endsWith("INVITE", "ACK");
        assertThat(offer.last().bodyText()).isEqualTo(SDP_B2);
        legs.a().acks();
        B2BUA joined = call.join();
        assertThat(joined.uas().remote().sdp()).isEqualTo(SDP_A2);
        assertThat(joined.uas().local().sdp()).isEqualTo(SDP_B2);
        assertThat(joined.uac().local().sdp()).isEqualTo(SDP_A2);
        assertThat(joined.uac().remote().sdp()).isEqualTo(SDP_B2);
        hangUp(legs.a());
    }

    @Test
    void an_offer_of_the_callee_passes_too() {
        Legs legs = joined();
        Received offer = legs.b().sends("INVITE", SDP_B2);
        legs.a().last("INVITE").answers(200, SDP_A2);
        assertThat(offer.last().bodyText()).isEqualTo(SDP_A2);
        legs.b().acks();
        hangUp(legs.b());
    }

    @Test
    void a_hold_passes_across_and_is_told() {
        List<String> told = new ArrayList<>();
        Legs legs = joined(options -> options.prepare(dialog ->
                dialog.onHold(req -> told.add("hold " + dialog.role())).onUnhold(req -> told.add("unhold"))));
        legs.a().sends("INVITE", sdp("alice", 2, 20_000, "sendonly"));
        assertThat(legs.b().last("INVITE").request().bodyText()).contains("a=sendonly");
        legs.b().last("INVITE").answers(200, sdp("bob", 2, 30_000, "recvonly"));
        legs.a().acks();
        assertThat(told).containsExactly("hold UAS");
        hangUp(legs.a());
    }

    @Test
    void a_refused_offer_leaves_both_sessions_as_they_were() {
        Legs legs = joined();
        Received offer = legs.a().sends("INVITE", SDP_A2);
        legs.b().last("INVITE").answers(488, Header.of("Warning", "305 x \"no\""));
        assertThat(offer.statuses()).containsExactly(488);
        assertThat(offer.last().header("Warning")).isEqualTo("305 x \"no\"");
        B2BUA joined = call.join();
        assertThat(joined.uas().remote().sdp()).isEqualTo(SDP_A);
        assertThat(joined.uac().local().sdp()).isEqualTo(SDP_A);
        Received next = legs.a().sends("INVITE", SDP_A2);
        legs.b().last("INVITE").answers(200, SDP_B2);
        assertThat(next.last().status()).isEqualTo(200);
        legs.a().acks();
        hangUp(legs.a());
    }

    @Test
    void a_late_offer_passes_across_and_its_ACK_brings_the_answer() {
        Legs legs = joined();
        Received ask = legs.a().sends("INVITE");
        assertThat(legs.b().last("INVITE").request().bodyLength()).isZero();
        legs.b().last("INVITE").answers(200, SDP_B2);
        assertThat(ask.last().bodyText()).isEqualTo(SDP_B2);
        assertThat(legs.b().methods()).endsWith("ACK", "INVITE");
        legs.a().acks(SDP_A2);
        assertThat(legs.b().last("ACK").request().bodyText()).isEqualTo(SDP_A2);
        B2BUA joined = call.join();
        assertThat(joined.uas().remote().sdp()).isEqualTo(SDP_A2);
        assertThat(joined.uac().local().sdp()).isEqualTo(SDP_A2);
        hangUp(legs.a());
    }

    @Test
    void a_late_offer_whose_ACK_has_no_answer_leaves_the_callee_what_it_had() {
        Legs legs = joined();
        legs.a().sends("INVITE");
        legs.b().last("INVITE").answers(200, SDP_B2);
        legs.a().acks();
        assertThat(legs.b().last("ACK").request().bodyText()).isEqualTo(SDP_A);
        hangUp(legs.a());
    }

    @Test
    void a_late_offer_whose_ACK_never_comes_is_acknowledged_to_the_callee_all_the_same() {
        Legs legs = joined();
        legs.a().sends("INVITE");
        legs.b().last("INVITE").answers(200, SDP_B2);
        timers.advance(Duration.ofSeconds(36));
        assertThat(legs.b().last("ACK").request().bodyText()).isEqualTo(SDP_A);
        hangUp(legs.a());
    }

    @Test
    void an_UPDATE_with_an_offer_passes_across() {
        Legs legs = joined();
        Received update = legs.a().sends("UPDATE", SDP_A2);
        legs.b().last("UPDATE").answers(200, SDP_B2);
        assertThat(update.last().bodyText()).isEqualTo(SDP_B2);
        assertThat(call.join().uas().remote().sdp()).isEqualTo(SDP_A2);
        hangUp(legs.a());
    }

    @Test
    void offers_that_cross_are_both_answered_with_491() {
        Legs legs = joined();
        Received ofA = legs.a().sends("INVITE", SDP_A2);
        Received ofB = legs.b().sends("INVITE", SDP_B2);
        assertThat(ofB.statuses()).containsExactly(491);
        legs.b().last("INVITE").answers(491);
        assertThat(ofA.statuses()).containsExactly(491);
        Received again = legs.b().sends("INVITE", SDP_B2);
        legs.a().last("INVITE").answers(200, SDP_A2);
        assertThat(again.last().status()).isEqualTo(200);
        legs.b().acks();
        hangUp(legs.a());
    }

    @Test
    void an_offer_before_the_ACK_of_the_caller_waits_for_it() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = answered();
        Received offer = b.sends("INVITE", SDP_B2);
        assertThat(a.methods()).isEmpty();
        a.acks();
        a.last("INVITE").answers(200, SDP_A2);
        assertThat(offer.last().status()).isEqualTo(200);
        b.acks();
        hangUp(a);
    }

    @Test
    void a_CANCEL_of_an_offer_cancels_it_at_the_other_side() {
        Legs legs = joined();
        Received offer = legs.a().sends("INVITE", SDP_A2);
        offer.cancels();
        assertThat(legs.b().last("INVITE").cancel()).isNotNull();
        assertThat(call.join().uac().local().sdp()).isEqualTo(SDP_A);
        hangUp(legs.a());
    }

    @Test
    void an_offer_that_is_accepted_as_its_CANCEL_crosses_is_taken_back() {
        Legs legs = joined();
        legs.b().cancelsUnanswered();
        Received offer = legs.a().sends("INVITE", SDP_A2);
        offer.cancels();
        legs.b().last("INVITE").answers(200, SDP_B2);
        assertThat(legs.b().methods()).endsWith("INVITE", "ACK", "INVITE");
        assertThat(legs.b().last("INVITE").request().bodyText()).contains("m=audio 20000 ");
        legs.b().last("INVITE").answers(200, sdp("bob", 3, 30_000, "sendrecv"));
        hangUp(legs.a());
    }

    @Test
    void a_BYE_during_an_offer_ends_both_legs() {
        Legs legs = joined();
        Received offer = legs.a().sends("INVITE", SDP_A2);
        legs.a().sends("BYE");
        assertThat(offer.statuses()).containsExactly(487);
        assertThat(legs.b().methods()).endsWith("INVITE", "BYE");
        legs.b().sentLast("INVITE").answers(487);
    }

    @Test
    void a_BYE_of_the_side_that_was_offered_answers_the_offer_and_ends_both_legs() {
        Legs legs = joined();
        Received offer = legs.a().sends("INVITE", SDP_A2);
        legs.b().sends("BYE");
        assertThat(offer.statuses()).containsExactly(481);
        assertThat(legs.a().methods()).containsExactly("BYE");
        legs.b().sentLast("INVITE").answers(487);
    }

    @Test
    void a_leg_whose_peer_is_gone_takes_the_other_one_along() {
        Legs legs = joined();
        legs.a().sends("INFO");
        legs.b().last("INFO").answers(481);
        assertThat(legs.a().methods()).containsExactly("BYE");
        assertThat(events).contains("terminate UAC: peer gone", "terminate UAS: local BYE");
        engine.forgetsAll();
    }

    @Test
    void offers_stay_on_one_leg_where_the_application_gave_the_description() {
        Legs legs = joined(options -> options.localSdpA(sdp("us", 1, 1000, "sendrecv")));
        assertThat(legs.a().sends("INVITE", SDP_A2).last().bodyText()).contains("m=audio 1000");
        legs.a().acks();
        assertThat(legs.b().methods()).containsExactly("INVITE", "ACK");
        hangUp(legs.a());
    }

    @Test
    void offers_in_the_call_are_made_by_the_same_code_as_the_first() {
        Legs legs = joined(options ->
                options.localSdpB(ofA -> ofA.replace("alice", "usB")).localSdpA(ofB -> ofB.replace("bob", "usA")));
        Received ofA = legs.a().sends("INVITE", SDP_A2);
        assertThat(legs.b().last("INVITE").request().bodyText()).contains("o=usB 4711 2");
        legs.b().last("INVITE").answers(200, SDP_B2);
        assertThat(ofA.last().bodyText()).contains("o=usA 4711 2");
        legs.a().acks();
        Received ofB = legs.b().sends("INVITE", sdp("bob", 3, 1, "sendrecv"));
        assertThat(legs.a().last("INVITE").request().bodyText()).contains("o=usA 4711 3");
        legs.a().last("INVITE").answers(200, sdp("alice", 3, 2, "sendrecv"));
        assertThat(ofB.last().bodyText()).contains("o=usB 4711 3");
        legs.b().acks();
        hangUp(legs.a());
    }

    @Test
    void the_application_can_modify_one_leg_alone() {
        Legs legs = joined();
        CompletableFuture<String> answer = call.join().uac().modify(SDP_A2);
        legs.b().last("INVITE").answers(200, SDP_B2);
        assertThat(answer).isCompletedWithValue(SDP_B2);
        assertThat(legs.a().methods()).isEmpty();
        hangUp(legs.a());
    }

    @Test
    void a_caller_of_ours_waits_longer_after_a_491() {
        Legs legs = joined();
        call.join().uac().modify(SDP_A2);
        legs.b().last("INVITE").answers(491);
        assertThat(timers.next()).isBetween(2_100L, 4_000L);
        timers.advance(Duration.ofSeconds(4));
        legs.b().last("INVITE").answers(200, SDP_B2);
        hangUp(legs.a());
    }

    @Test
    void the_application_sends_requests_on_one_leg() {
        Legs legs = joined();
        var info = call.join().uas().info(Extras.NONE.body("hello", "text/plain"));
        legs.a().last("INFO").answers(200);
        assertThat(info.join().status()).isEqualTo(200);
        var refer = call.join().uac().refer("<sip:carol@10.0.0.1>", Extras.NONE);
        assertThat(legs.b().last("REFER").request().header("Refer-To")).isEqualTo("<sip:carol@10.0.0.1>");
        legs.b().last("REFER").answers(202);
        assertThat(refer.join().status()).isEqualTo(202);
        assertThat(call.join().uac().role()).isEqualTo(Role.UAC);
        hangUp(legs.a());
    }
}
