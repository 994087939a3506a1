// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.script.EngineLeg;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Hold in a dialog that stands alone. */
class HoldTest extends AnsweredDialog {
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
}
