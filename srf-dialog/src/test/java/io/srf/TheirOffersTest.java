// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Extras;
import io.srf.script.EngineLeg;
import io.srf.script.Received;
import io.srf.sip.HeaderName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Offers of the other side, by re-INVITE and UPDATE, in a dialog that stands alone. */
class TheirOffersTest extends AnsweredDialog {
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
    void an_UPDATE_with_an_offer_is_answered_without_an_ACK() {
        EngineLeg a = alice();
        assertThat(a.sends("UPDATE", SDP_A2).last().bodyText()).isEqualTo(SDP_B);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A2);
        assertThat(a.sends("UPDATE").last().bodyLength()).isZero();
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
