// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.app.Extras;
import io.srf.script.EngineLeg;
import io.srf.script.Received;
import io.srf.sip.HeaderName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** re-INVITE and UPDATE in a dialog that stands alone. */
class ModifyTest extends DialogWorld {
    private static final String SDP_A2 = sdp("alice", 2, 20_002, "sendrecv");
    private static final String SDP_A_HOLD = sdp("alice", 2, 20_000, "sendonly");

    private Dialog dialog;

    private EngineLeg alice() {
        return alice(dialog -> {});
    }

    private EngineLeg alice(java.util.function.Consumer<Dialog> prepare) {
        srf.invite((req, res) -> dialog = srf.createUAS(
                        req, res, options -> options.localSdp(SDP_B).prepare(prepare))
                .join());
        EngineLeg a = engine.calls("A", SDP_A);
        a.acks();
        return a;
    }

    private void hangUp(EngineLeg a) {
        a.sends("BYE");
    }

    @Test
    void an_offer_is_answered_with_what_we_have() {
        EngineLeg a = alice();
        Received offer = a.sends("INVITE", SDP_A2);
        assertThat(offer.last().status()).isEqualTo(200);
        assertThat(offer.last().bodyText()).isEqualTo(SDP_B);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A2);
        a.acks();
        hangUp(a);
    }

    @Test
    void an_offer_that_holds_us_is_answered_as_RFC_3264_wants_and_told() {
        List<String> told = new ArrayList<>();
        EngineLeg a = alice(d -> d.onHold(req -> told.add("hold")).onUnhold(req -> told.add("unhold")));
        Received hold = a.sends("INVITE", SDP_A_HOLD);
        a.acks();
        assertThat(hold.last().bodyText()).contains("a=recvonly", "o=bob 4711 2 ");
        Received unhold = a.sends("INVITE", sdp("alice", 3, 20_000, "sendrecv"));
        a.acks();
        assertThat(unhold.last().bodyText()).contains("a=sendrecv", "o=bob 4711 3 ");
        assertThat(told).containsExactly("hold", "unhold");
        hangUp(a);
    }

    @Test
    void to_modify_with_no_description_at_all_is_a_mistake_that_is_said_at_once() {
        EngineLeg a = alice();
        assertThatThrownBy(() -> dialog.modify(nothing())).isInstanceOf(NullPointerException.class);
        hangUp(a);
    }

    @SuppressWarnings("NullAway") // as code without null checks might
    private static String nothing() {
        return null;
    }

    @Test
    void an_offer_that_changes_nothing_is_a_refresh() {
        List<String> told = new ArrayList<>();
        EngineLeg a = alice(d -> d.onRefresh(req -> told.add("refresh")).onModify((req, res) -> told.add("modify")));
        assertThat(a.sends("INVITE", SDP_A).last().bodyText()).isEqualTo(SDP_B);
        a.acks();
        assertThat(told).containsExactly("refresh");
        hangUp(a);
    }

    @Test
    void a_listener_answers_offers_itself() {
        EngineLeg a = alice(d -> d.onModify((req, res) -> res.send(200, Extras.sdp(sdp("us", 9, 1, "sendrecv")))));
        Received offer = a.sends("INVITE", SDP_A2);
        assertThat(offer.last().bodyText()).contains("o=us 4711 9");
        assertThat(dialog.local().sdp()).contains("o=us 4711 9");
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A2);
        a.acks();
        hangUp(a);
    }

    @Test
    void a_listener_that_refuses_an_offer_leaves_the_session_as_it_was() {
        EngineLeg a = alice(d -> d.onModify((req, res) -> res.send(488)));
        assertThat(a.sends("INVITE", SDP_A2).statuses()).containsExactly(488);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A);
        assertThat(dialog.local().sdp()).isEqualTo(SDP_B);
        hangUp(a);
    }

    @Test
    void a_listener_that_never_answers_does_not_stop_later_offers() {
        EngineLeg a = alice(d -> d.onModify((req, res) -> {}));
        Received offer = a.sends("INVITE", SDP_A2);
        assertThat(a.sends("INVITE", SDP_A2).last().header(HeaderName.RETRY_AFTER))
                .isNotNull();
        timers.advance(Duration.ofSeconds(60));
        assertThat(offer.statuses()).containsExactly(408);
        CompletableFuture<String> ours = dialog.modify(SDP_B);
        a.last("INVITE").answers(200, SDP_A2);
        assertThat(ours).isCompletedWithValue(SDP_A2);
        hangUp(a);
    }

    @Test
    void a_listener_that_throws_is_a_500() {
        EngineLeg a = alice(d -> d.onModify((req, res) -> {
            throw new IllegalStateException("boom");
        }));
        assertThat(a.sends("INVITE", SDP_A2).statuses()).containsExactly(500);
        hangUp(a);
    }

    @Test
    void an_offer_that_the_caller_cancels_leaves_the_session_as_it_was() {
        EngineLeg a = alice(d -> d.onModify((req, res) -> {}));
        Received offer = a.sends("INVITE", SDP_A2);
        offer.cancels();
        CompletableFuture<String> ours = dialog.modify(SDP_B);
        a.last("INVITE").answers(200, SDP_A);
        assertThat(ours).isCompleted();
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A);
        hangUp(a);
    }

    @Test
    void a_re_INVITE_without_an_offer_gets_ours_and_its_ACK_the_answer() {
        EngineLeg a = alice();
        assertThat(a.sends("INVITE").last().bodyText()).isEqualTo(SDP_B);
        assertThat(a.sends("INVITE", SDP_A2).statuses()).containsExactly(491);
        a.acks(SDP_A2);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A2);
        hangUp(a);
    }

    @Test
    void modify_sends_an_offer_and_completes_with_the_answer() {
        EngineLeg a = alice();
        String offer = sdp("bob", 2, 30_002, "sendrecv");
        CompletableFuture<String> answer = dialog.modify(offer, Extras.of("X-Why", "codec"));
        assertThat(a.last("INVITE").request().bodyText()).isEqualTo(offer);
        assertThat(a.last("INVITE").request().header("X-Why")).isEqualTo("codec");
        assertThat(a.last("INVITE").request().contact()).hasToString("<sip:10.0.0.2:5060>");
        a.last("INVITE").answers(200, SDP_A2);
        assertThat(a.methods()).containsExactly("INVITE", "ACK");
        assertThat(answer).isCompletedWithValue(SDP_A2);
        assertThat(dialog.local().sdp()).isEqualTo(offer);
        hangUp(a);
    }

    @Test
    void a_refused_modify_leaves_the_session_as_it_was_and_the_next_one_goes_on() {
        EngineLeg a = alice();
        CompletableFuture<String> first = dialog.modify(sdp("bob", 2, 1, "sendrecv"));
        CompletableFuture<String> second = dialog.modify(sdp("bob", 3, 2, "sendrecv"));
        assertThat(a.methods()).containsExactly("INVITE");
        a.last("INVITE").answers(488);
        assertThat(statusOf(first)).isEqualTo(488);
        assertThat(dialog.local().sdp()).isEqualTo(SDP_B);
        a.last("INVITE").answers(200, SDP_A2);
        assertThat(second).isCompletedWithValue(SDP_A2);
        hangUp(a);
    }

    @Test
    void modify_before_the_ACK_waits_for_it() {
        srf.invite((req, res) -> dialog =
                srf.createUAS(req, res, options -> options.localSdp(SDP_B)).join());
        EngineLeg a = engine.calls("A", SDP_A);
        CompletableFuture<String> answer = dialog.modify(SDP_B);
        assertThat(a.methods()).isEmpty();
        a.acks();
        a.last("INVITE").answers(200, SDP_A);
        assertThat(answer).isCompleted();
        hangUp(a);
    }

    @Test
    void our_offer_meets_theirs_and_is_sent_again_after_the_pause_of_the_called_side() {
        EngineLeg a = alice();
        CompletableFuture<String> ours = dialog.modify(sdp("bob", 2, 1, "sendrecv"));
        assertThat(a.sends("INVITE", SDP_A2).statuses()).containsExactly(491);
        a.last("INVITE").answers(491);
        assertThat(timers.next())
                .isBetween(0L, 2_000L)
                .satisfies(pause -> assertThat(pause % 10).isZero());
        timers.advance(Duration.ofSeconds(2));
        a.last("INVITE").answers(200, SDP_A);
        assertThat(ours).isCompleted();
        hangUp(a);
    }

    @Test
    void their_offer_is_taken_while_ours_waits_out_a_491_and_ours_follows_it() {
        EngineLeg a = alice();
        CompletableFuture<String> ours = dialog.modify(sdp("bob", 2, 1, "sendrecv"));
        a.last("INVITE").answers(491);
        assertThat(a.sends("INVITE", SDP_A2).last().status()).isEqualTo(200);
        assertThat(timers.pending()).as("only the wait for the ACK").isEqualTo(1);
        a.acks();
        a.last("INVITE").answers(200, SDP_A2);
        assertThat(ours).isCompleted();
        hangUp(a);
    }

    @Test
    void a_peer_that_says_491_for_ever_fails_the_offer() {
        EngineLeg a = alice();
        CompletableFuture<String> ours = dialog.modify(sdp("bob", 2, 1, "sendrecv"));
        for (int i = 0; i < 5; i++) {
            a.last("INVITE").answers(491);
            timers.advance(Duration.ofSeconds(2));
        }
        assertThat(statusOf(ours)).isEqualTo(491);
        hangUp(a);
    }

    @Test
    void a_peer_that_does_not_know_the_dialog_any_more_ends_it() {
        EngineLeg a = alice();
        CompletableFuture<String> ours = dialog.modify(sdp("bob", 2, 1, "sendrecv"));
        a.last("INVITE").answers(481);
        assertThat(statusOf(ours)).isEqualTo(481);
        assertThat(events).contains("terminate UAS: peer gone");
        engine.forgetsAll();
    }

    @Test
    void a_peer_that_does_not_answer_an_offer_is_sent_BYE() {
        EngineLeg a = alice();
        CompletableFuture<String> ours = dialog.modify(sdp("bob", 2, 1, "sendrecv"));
        a.last("INVITE").answers(408);
        assertThat(statusOf(ours)).isEqualTo(408);
        assertThat(a.methods()).containsExactly("INVITE", "BYE");
    }

    @Test
    void a_BYE_during_our_offer_settles_it() {
        EngineLeg a = alice();
        CompletableFuture<String> first = dialog.modify(sdp("bob", 2, 1, "sendrecv"));
        CompletableFuture<String> second = dialog.modify(sdp("bob", 3, 2, "sendrecv"));
        hangUp(a);
        assertThat(statusOf(first)).isEqualTo(481);
        assertThat(statusOf(second)).isEqualTo(481);
        assertThat(statusOf(dialog.modify(SDP_B))).isEqualTo(481);
        a.sent("INVITE").answers(487);
    }

    @Test
    void a_BYE_during_their_offer_answers_it_with_487() {
        EngineLeg a = alice(d -> d.onModify((req, res) -> {}));
        Received offer = a.sends("INVITE", SDP_A2);
        hangUp(a);
        assertThat(offer.statuses()).containsExactly(487);
    }

    @Test
    void destroy_during_their_offer_answers_it_with_487() {
        EngineLeg a = alice(d -> d.onModify((req, res) -> {}));
        Received offer = a.sends("INVITE", SDP_A2);
        assertThat(dialog.destroy()).isCompleted();
        assertThat(offer.statuses()).containsExactly(487);
        assertThat(a.methods()).containsExactly("BYE");
    }

    @Test
    void an_offer_after_our_BYE_is_answered_with_481() {
        EngineLeg a = alice().byesUnanswered();
        CompletableFuture<Void> over = dialog.destroy();
        assertThat(a.sends("INVITE", SDP_A2).statuses()).containsExactly(481);
        assertThat(over).isNotDone();
        a.sent("BYE").answers(200);
        assertThat(over).isCompleted();
    }

    @Test
    void hold_offers_sendonly_and_unhold_what_was_before() {
        EngineLeg a = alice();
        CompletableFuture<String> held = dialog.hold();
        assertThat(a.last("INVITE").request().bodyText()).contains("a=sendonly", "o=bob 4711 2 ");
        assertThat(dialog.isOnHold()).isFalse();
        a.last("INVITE").answers(200, sdp("alice", 2, 20_000, "recvonly"));
        assertThat(held).isCompleted();
        assertThat(dialog.isOnHold()).isTrue();

        CompletableFuture<String> back = dialog.unhold();
        takesUnhold(a, back);
        hangUp(a);
    }

    private void takesUnhold(EngineLeg a, CompletableFuture<String> back) {
        assertThat(a.last("INVITE").request().bodyText()).contains("a=sendrecv", "o=bob 4711 3 ");
        a.last("INVITE").answers(200, sdp("alice", 3, 20_000, "sendrecv"));
        assertThat(back).isCompleted();
        assertThat(dialog.isOnHold()).isFalse();
    }

    @Test
    void hold_and_unhold_in_a_row_are_made_one_out_of_the_other() {
        EngineLeg a = alice();
        dialog.hold();
        CompletableFuture<String> back = dialog.unhold();
        a.last("INVITE").answers(200, sdp("alice", 2, 20_000, "recvonly"));
        takesUnhold(a, back);
        hangUp(a);
    }

    @Test
    void a_hold_that_waits_out_a_491_follows_what_was_answered_meanwhile() {
        EngineLeg a = alice();
        CompletableFuture<String> held = dialog.hold();
        a.last("INVITE").answers(491);
        assertThat(a.sends("INVITE", SDP_A_HOLD).last().bodyText()).contains("a=recvonly", "o=bob 4711 2 ");
        a.acks();
        assertThat(a.last("INVITE").request().bodyText()).contains("a=sendonly", "o=bob 4711 3 ");
        a.last("INVITE").answers(200, sdp("alice", 3, 20_000, "inactive"));
        assertThat(held).isCompleted();
        assertThat(dialog.isOnHold()).isTrue();
        hangUp(a);
    }

    @Test
    void a_refused_hold_holds_nobody() {
        EngineLeg a = alice();
        CompletableFuture<String> held = dialog.hold();
        a.last("INVITE").answers(488);
        assertThat(statusOf(held)).isEqualTo(488);
        assertThat(dialog.isOnHold()).isFalse();
        hangUp(a);
    }

    @Test
    void both_sides_hold_and_each_ends_its_own_hold_alone() {
        EngineLeg a = alice();
        dialog.hold();
        a.last("INVITE").answers(200, sdp("alice", 2, 20_000, "recvonly"));
        assertThat(a.sends("INVITE", sdp("alice", 3, 20_000, "sendonly")).last().bodyText())
                .contains("a=inactive");
        a.acks();
        dialog.unhold();
        assertThat(a.last("INVITE").request().bodyText()).contains("a=sendrecv");
        a.last("INVITE").answers(200, sdp("alice", 4, 20_000, "sendonly"));
        assertThat(a.sends("INVITE", sdp("alice", 5, 20_000, "sendrecv")).last().bodyText())
                .contains("a=sendrecv");
        a.acks();
        hangUp(a);
    }

    @Test
    void modify_without_an_offer_answers_theirs_in_the_ACK() {
        EngineLeg a = alice();
        CompletableFuture<String> offer = dialog.modify(theirs -> sdp("bob", 2, 2, "sendrecv"));
        assertThat(a.last("INVITE").request().bodyLength()).isZero();
        a.last("INVITE").answers(200, SDP_A2);
        assertThat(a.last("ACK").request().bodyText()).contains("o=bob 4711 2");
        assertThat(offer).isCompletedWithValue(SDP_A2);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A2);
        hangUp(a);
    }

    @Test
    void an_UPDATE_with_an_offer_is_answered_without_an_ACK() {
        EngineLeg a = alice();
        assertThat(a.sends("UPDATE", SDP_A2).last().bodyText()).isEqualTo(SDP_B);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A2);
        assertThat(a.sends("UPDATE").last().bodyLength()).isZero();
        hangUp(a);
    }

    @Test
    void our_UPDATE_with_an_offer_takes_its_turn() {
        EngineLeg a = alice();
        dialog.modify(sdp("bob", 2, 2, "sendrecv"));
        var update = dialog.update(Extras.sdp(sdp("bob", 3, 3, "sendrecv")));
        assertThat(a.methods()).containsExactly("INVITE");
        a.last("INVITE").answers(200, SDP_A2);
        a.last("UPDATE").answers(200, SDP_A);
        assertThat(update.join().status()).isEqualTo(200);
        assertThat(a.methods()).containsExactly("INVITE", "ACK", "UPDATE");
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A);
        hangUp(a);
    }

    @Test
    void an_ACK_that_never_comes_for_a_re_INVITE_does_not_stop_later_offers() {
        EngineLeg a = alice();
        a.sends("INVITE", SDP_A2);
        CompletableFuture<String> ours = dialog.modify(SDP_B);
        assertThat(a.methods()).isEmpty();
        timers.advance(Duration.ofSeconds(36));
        a.last("INVITE").answers(200, SDP_A);
        assertThat(ours).isCompleted();
        hangUp(a);
    }
}
