// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.internal.dialog.DialogEffect.Deliver;
import io.srf.internal.dialog.DialogEffect.Ended;
import io.srf.internal.dialog.DialogEffect.Refuse;
import io.srf.internal.dialog.DialogEffect.Send;
import io.srf.internal.dialog.DialogEffect.SendBye;
import io.srf.internal.dialog.DialogEffect.Settle;
import io.srf.internal.dialog.DialogEffect.StartAckTimer;
import io.srf.internal.dialog.DialogEffect.StartPause;
import io.srf.internal.dialog.DialogEffect.StopAckTimer;
import io.srf.internal.dialog.DialogEffect.StopPause;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.internal.dialog.DialogState.Talk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of {@link DialogMachine}, row by row. */
class DialogMachineTest {
    private static final TerminateReason LOCAL = TerminateReason.of(Kind.LOCAL_BYE);
    private static final TerminateReason REMOTE = TerminateReason.of(Kind.REMOTE_BYE);
    private static final DialogState.Offer OURS = new DialogState.Offer(1, 1);
    private static final DialogState.Offer NEXT = new DialogState.Offer(2, 1);
    private static final Talk AWAITING_ACK = new Talk.AwaitingAck(false);
    private static final Talk AWAITING_ANSWER = new Talk.AwaitingAck(true);
    private static final Talk OFFERING = new Talk.Offering(OURS);
    private static final Talk BACKING_OFF = new Talk.BackingOff(OURS);
    private static final Talk ANSWERING = new Talk.Answering(7);

    private DialogState state;
    private List<DialogEffect> effects;

    private static DialogState in(Phase phase, Talk talk, DialogState.Offer... waiting) {
        return new DialogState(true, phase, talk, List.of(waiting), null);
    }

    private void step(DialogState from, DialogEvent event) {
        DialogMachine.Step step = DialogMachine.step(from, event);
        state = step.state();
        effects = step.effects();
    }

    private void leadsTo(Phase phase, Talk talk, DialogEffect... expected) {
        assertThat(state.phase()).isEqualTo(phase);
        assertThat(state.talk()).isEqualTo(talk);
        assertThat(effects).containsExactly(expected);
    }

    @Test
    void a_2xx_of_ours_confirms_and_awaits_its_ACK() {
        step(DialogState.early(false), new DialogEvent.Confirmed(Due.ACK));
        leadsTo(Phase.CONFIRMED, AWAITING_ACK, new StartAckTimer());
        step(DialogState.early(false), new DialogEvent.Confirmed(Due.ANSWER));
        leadsTo(Phase.CONFIRMED, AWAITING_ANSWER, new StartAckTimer());
    }

    @Test
    void a_2xx_of_theirs_confirms_and_lets_the_first_offer_go() {
        step(in(Phase.EARLY, DialogState.IDLE, OURS, NEXT), new DialogEvent.Confirmed(Due.NOTHING));
        leadsTo(Phase.CONFIRMED, OFFERING, new Send(1));
        assertThat(state.waiting()).containsExactly(NEXT);
    }

    @Test
    void a_second_confirmation_changes_nothing() {
        step(in(Phase.CONFIRMED, OFFERING), new DialogEvent.Confirmed(Due.ACK));
        leadsTo(Phase.CONFIRMED, OFFERING);
    }

    @Test
    void a_confirmation_leaves_their_UPDATE_to_be_answered() {
        step(in(Phase.EARLY, ANSWERING), new DialogEvent.Confirmed(Due.ACK));
        leadsTo(Phase.CONFIRMED, ANSWERING);
    }

    @Test
    void an_INVITE_in_an_early_dialog_is_refused() {
        step(DialogState.early(true), new DialogEvent.RemoteInvite(7));
        leadsTo(Phase.EARLY, DialogState.IDLE, new Refuse(7, 491, false));
        step(DialogState.early(false), new DialogEvent.RemoteInvite(7));
        leadsTo(Phase.EARLY, DialogState.IDLE, new Refuse(7, 500, true));
    }

    @Test
    void an_UPDATE_in_an_early_dialog_is_delivered() {
        step(DialogState.early(true), new DialogEvent.RemoteUpdate(7));
        leadsTo(Phase.EARLY, ANSWERING, new Deliver(7));
        step(state, new DialogEvent.Answered(7, Due.NOTHING));
        leadsTo(Phase.EARLY, DialogState.IDLE);
    }

    @Test
    void an_early_offer_of_ours_is_sent_at_once_and_any_answer_leaves_the_dialog_early() {
        for (int status : List.of(200, 488, 491, 481, 408)) {
            step(in(Phase.EARLY, DialogState.IDLE, NEXT), new DialogEvent.EarlyOffer(1));
            leadsTo(Phase.EARLY, new Talk.Offering(new DialogState.Offer(1, 0)), new Send(1));
            step(state, new DialogEvent.OfferAnswered(1, status));
            leadsTo(Phase.EARLY, DialogState.IDLE, new Settle(1, status));
        }
    }

    @Test
    void an_early_offer_of_ours_does_not_wait() {
        for (Talk talk : List.of(OFFERING, ANSWERING)) {
            step(in(Phase.EARLY, talk), new DialogEvent.EarlyOffer(2));
            leadsTo(Phase.EARLY, talk, new Settle(2, 491));
        }
    }

    @Test
    void an_early_offer_that_comes_late_is_an_offer() {
        step(in(Phase.CONFIRMED, DialogState.IDLE), new DialogEvent.EarlyOffer(1));
        leadsTo(Phase.CONFIRMED, new Talk.Offering(new DialogState.Offer(1, 0)), new Send(1));
        step(in(Phase.TERMINATED, DialogState.IDLE), new DialogEvent.EarlyOffer(1));
        leadsTo(Phase.TERMINATED, DialogState.IDLE, new Settle(1, 481));
    }

    @Test
    void an_UPDATE_that_crosses_our_early_offer_is_refused_and_a_2xx_leaves_it_under_way() {
        step(in(Phase.EARLY, OFFERING), new DialogEvent.RemoteUpdate(7));
        leadsTo(Phase.EARLY, OFFERING, new Refuse(7, 491, false));
        step(in(Phase.EARLY, OFFERING), new DialogEvent.Confirmed(Due.NOTHING));
        leadsTo(Phase.CONFIRMED, OFFERING);
    }

    @Test
    void an_offer_of_ours_is_sent_when_nothing_is_in_its_way() {
        step(in(Phase.CONFIRMED, DialogState.IDLE), new DialogEvent.Offer(OURS));
        leadsTo(Phase.CONFIRMED, OFFERING, new Send(1));
    }

    @Test
    void an_offer_of_ours_waits_for_whatever_is_under_way() {
        for (Talk talk : List.of(AWAITING_ACK, OFFERING, BACKING_OFF, ANSWERING)) {
            step(in(Phase.CONFIRMED, talk), new DialogEvent.Offer(NEXT));
            leadsTo(Phase.CONFIRMED, talk);
            assertThat(state.waiting()).containsExactly(NEXT);
        }
        step(DialogState.early(true), new DialogEvent.Offer(NEXT));
        leadsTo(Phase.EARLY, DialogState.IDLE);
    }

    @Test
    void too_many_offers_are_refused() {
        DialogState full = in(Phase.CONFIRMED, OFFERING);
        for (int i = 0; i < DialogState.MAX_WAITING; i++) {
            full = DialogMachine.step(full, new DialogEvent.Offer(new DialogState.Offer(100 + i, 0)))
                    .state();
        }
        step(full, new DialogEvent.Offer(NEXT));
        leadsTo(Phase.CONFIRMED, OFFERING, new Settle(2, 500));
    }

    @Test
    void a_491_is_waited_out_as_often_as_the_offer_may_be_sent_again() {
        step(in(Phase.CONFIRMED, OFFERING), new DialogEvent.OfferAnswered(1, 491));
        DialogState.Offer last = new DialogState.Offer(1, 0);
        leadsTo(Phase.CONFIRMED, new Talk.BackingOff(last), new StartPause());
        step(state, new DialogEvent.PauseOver());
        leadsTo(Phase.CONFIRMED, new Talk.Offering(last), new Send(1));
        step(state, new DialogEvent.OfferAnswered(1, 491));
        leadsTo(Phase.CONFIRMED, DialogState.IDLE, new Settle(1, 491));
    }

    @Test
    void any_answer_lets_the_next_offer_go() {
        for (int status : List.of(200, 488, 500, 603)) {
            step(in(Phase.CONFIRMED, OFFERING, NEXT), new DialogEvent.OfferAnswered(1, status));
            leadsTo(Phase.CONFIRMED, new Talk.Offering(NEXT), new Settle(1, status), new Send(2));
        }
    }

    @Test
    void a_481_and_a_408_hang_up() {
        for (int status : List.of(481, 408)) {
            step(in(Phase.CONFIRMED, OFFERING, NEXT), new DialogEvent.OfferAnswered(1, status));
            leadsTo(Phase.TERMINATING, DialogState.IDLE, new Settle(1, status), new Settle(2, 481), new SendBye());
            assertThat(state.reason().kind()).isEqualTo(Kind.PEER_GONE);
        }
    }

    @Test
    void an_answer_to_another_offer_changes_nothing() {
        step(in(Phase.CONFIRMED, OFFERING), new DialogEvent.OfferAnswered(9, 200));
        leadsTo(Phase.CONFIRMED, OFFERING);
        step(in(Phase.CONFIRMED, DialogState.IDLE), new DialogEvent.OfferAnswered(1, 200));
        leadsTo(Phase.CONFIRMED, DialogState.IDLE);
    }

    @Test
    void their_offer_is_delivered_when_nothing_is_under_way() {
        for (DialogEvent theirs : List.of(new DialogEvent.RemoteInvite(7), new DialogEvent.RemoteUpdate(7))) {
            step(in(Phase.CONFIRMED, DialogState.IDLE), theirs);
            leadsTo(Phase.CONFIRMED, ANSWERING, new Deliver(7));
            step(in(Phase.CONFIRMED, AWAITING_ACK), theirs);
            leadsTo(Phase.CONFIRMED, ANSWERING, new StopAckTimer(), new Deliver(7));
        }
    }

    @Test
    void their_offer_meets_ours_and_is_refused_with_491() {
        step(in(Phase.CONFIRMED, OFFERING), new DialogEvent.RemoteInvite(7));
        leadsTo(Phase.CONFIRMED, OFFERING, new Refuse(7, 491, false));
        step(in(Phase.CONFIRMED, AWAITING_ANSWER), new DialogEvent.RemoteInvite(7));
        leadsTo(Phase.CONFIRMED, AWAITING_ANSWER, new Refuse(7, 491, false));
    }

    @Test
    void their_second_offer_is_refused_with_500() {
        step(in(Phase.CONFIRMED, ANSWERING), new DialogEvent.RemoteInvite(8));
        leadsTo(Phase.CONFIRMED, ANSWERING, new Refuse(8, 500, true));
        step(in(Phase.EARLY, ANSWERING), new DialogEvent.RemoteUpdate(8));
        leadsTo(Phase.EARLY, ANSWERING, new Refuse(8, 500, true));
    }

    @Test
    void their_offer_ends_our_pause_and_ours_is_the_first_to_follow() {
        step(in(Phase.CONFIRMED, BACKING_OFF, NEXT), new DialogEvent.RemoteInvite(7));
        leadsTo(Phase.CONFIRMED, ANSWERING, new StopPause(), new Deliver(7));
        assertThat(state.waiting()).containsExactly(OURS, NEXT);
        step(state, new DialogEvent.PauseOver());
        leadsTo(Phase.CONFIRMED, ANSWERING);
    }

    @Test
    void our_answer_awaits_its_ACK_or_lets_the_next_offer_go() {
        step(in(Phase.CONFIRMED, ANSWERING, OURS), new DialogEvent.Answered(7, Due.ACK));
        leadsTo(Phase.CONFIRMED, AWAITING_ACK, new StartAckTimer());
        step(in(Phase.CONFIRMED, ANSWERING, OURS), new DialogEvent.Answered(7, Due.ANSWER));
        leadsTo(Phase.CONFIRMED, AWAITING_ANSWER, new StartAckTimer());
        step(in(Phase.CONFIRMED, ANSWERING, OURS), new DialogEvent.Answered(7, Due.NOTHING));
        leadsTo(Phase.CONFIRMED, OFFERING, new Send(1));
        step(in(Phase.CONFIRMED, ANSWERING), new DialogEvent.Answered(8, Due.ACK));
        leadsTo(Phase.CONFIRMED, ANSWERING);
    }

    @Test
    void an_ACK_that_comes_or_never_comes_lets_the_next_offer_go() {
        for (DialogEvent event : List.of(new DialogEvent.Ack(), new DialogEvent.AckOverdue())) {
            step(in(Phase.CONFIRMED, AWAITING_ACK, OURS), event);
            leadsTo(Phase.CONFIRMED, OFFERING, new StopAckTimer(), new Send(1));
            step(in(Phase.CONFIRMED, ANSWERING), event);
            leadsTo(Phase.CONFIRMED, ANSWERING);
            step(in(Phase.LEAVING, AWAITING_ACK), event);
            leadsTo(Phase.TERMINATING, DialogState.IDLE, new StopAckTimer(), new SendBye());
        }
    }

    @Test
    void hanging_up_before_the_ACK_waits_for_it() {
        step(in(Phase.CONFIRMED, AWAITING_ACK, OURS), new DialogEvent.Hangup(LOCAL));
        leadsTo(Phase.LEAVING, AWAITING_ACK, new Settle(1, 481));
    }

    @Test
    void hanging_up_ends_what_is_under_way() {
        step(in(Phase.CONFIRMED, DialogState.IDLE), new DialogEvent.Hangup(LOCAL));
        leadsTo(Phase.TERMINATING, DialogState.IDLE, new SendBye());
        step(in(Phase.CONFIRMED, OFFERING, NEXT), new DialogEvent.Hangup(LOCAL));
        leadsTo(Phase.TERMINATING, DialogState.IDLE, new Settle(1, 481), new Settle(2, 481), new SendBye());
        step(in(Phase.CONFIRMED, BACKING_OFF), new DialogEvent.Hangup(LOCAL));
        leadsTo(Phase.TERMINATING, DialogState.IDLE, new StopPause(), new Settle(1, 481), new SendBye());
        step(in(Phase.CONFIRMED, ANSWERING), new DialogEvent.Hangup(LOCAL));
        leadsTo(Phase.TERMINATING, DialogState.IDLE, new Refuse(7, 487, false), new SendBye());
    }

    @Test
    void hanging_up_twice_or_early_changes_nothing() {
        for (Phase phase : List.of(Phase.EARLY, Phase.LEAVING, Phase.TERMINATING, Phase.TERMINATED)) {
            step(in(phase, DialogState.IDLE), new DialogEvent.Hangup(LOCAL));
            leadsTo(phase, DialogState.IDLE);
        }
    }

    @Test
    void offers_in_a_dialog_that_ends_are_refused_with_481() {
        for (Phase phase : List.of(Phase.LEAVING, Phase.TERMINATING, Phase.TERMINATED)) {
            step(in(phase, DialogState.IDLE), new DialogEvent.RemoteInvite(7));
            leadsTo(phase, DialogState.IDLE, new Refuse(7, 481, false));
            step(in(phase, DialogState.IDLE), new DialogEvent.RemoteUpdate(7));
            leadsTo(phase, DialogState.IDLE, new Refuse(7, 481, false));
            step(in(phase, DialogState.IDLE), new DialogEvent.Offer(OURS));
            leadsTo(phase, DialogState.IDLE, new Settle(1, 481));
        }
    }

    @Test
    void the_answer_to_our_BYE_ends_it() {
        step(in(Phase.TERMINATING, DialogState.IDLE), new DialogEvent.ByeAnswered());
        leadsTo(Phase.TERMINATED, DialogState.IDLE, new Ended());
        step(in(Phase.CONFIRMED, DialogState.IDLE), new DialogEvent.ByeAnswered());
        leadsTo(Phase.CONFIRMED, DialogState.IDLE);
    }

    @Test
    void an_end_from_outside_ends_what_is_under_way() {
        step(in(Phase.CONFIRMED, OFFERING, NEXT), new DialogEvent.Over(REMOTE));
        leadsTo(Phase.TERMINATED, DialogState.IDLE, new Settle(1, 481), new Settle(2, 481), new Ended());
        step(in(Phase.CONFIRMED, ANSWERING), new DialogEvent.Over(REMOTE));
        leadsTo(Phase.TERMINATED, DialogState.IDLE, new Refuse(7, 487, false), new Ended());
        step(in(Phase.LEAVING, AWAITING_ACK), new DialogEvent.Over(REMOTE));
        leadsTo(Phase.TERMINATED, DialogState.IDLE, new StopAckTimer(), new Ended());
        step(in(Phase.TERMINATED, DialogState.IDLE), new DialogEvent.Over(REMOTE));
        leadsTo(Phase.TERMINATED, DialogState.IDLE);
    }

    @Test
    void the_first_to_end_it_gives_the_reason() {
        step(in(Phase.CONFIRMED, DialogState.IDLE), new DialogEvent.Hangup(LOCAL));
        step(state, new DialogEvent.Over(REMOTE));
        assertThat(state.reason()).isEqualTo(LOCAL);
        assertThat(effects).containsExactly(new Ended());
    }
}
