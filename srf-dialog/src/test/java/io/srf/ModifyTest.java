// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.app.Extras;
import io.srf.script.EngineLeg;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Offers of ours, by re-INVITE and UPDATE, in a dialog that stands alone. */
class ModifyTest extends AnsweredDialog {
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
}
