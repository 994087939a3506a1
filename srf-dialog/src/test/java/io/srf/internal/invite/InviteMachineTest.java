// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.SipException;
import io.srf.internal.invite.InviteEffect.AskAnswer;
import io.srf.internal.invite.InviteEffect.Confirm;
import io.srf.internal.invite.InviteEffect.Done;
import io.srf.internal.invite.InviteEffect.Fail;
import io.srf.internal.invite.InviteEffect.Progress;
import io.srf.internal.invite.InviteEffect.SendCancel;
import io.srf.internal.invite.InviteEffect.SendPrack;
import io.srf.internal.invite.InviteEffect.StartRingTimer;
import io.srf.internal.invite.InviteEffect.StopTimers;
import io.srf.internal.invite.InviteEffect.Undo;
import io.srf.internal.invite.InviteEvent.Success;
import io.srf.internal.invite.InviteEvent.Success.Kind;
import io.srf.internal.invite.InviteState.Phase;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of {@link InviteMachine}, row by row. */
class InviteMachineTest {
    @SuppressWarnings("StaticAssignmentOfThrowable") // never thrown
    private static final Throwable WHY = new SipException(487);

    private static final List<Kind> KINDS = List.of(Kind.ANSWER, Kind.OFFER, Kind.NO_CONTACT);

    private InviteState state;
    private List<InviteEffect> effects;

    private static InviteState in(Phase phase) {
        boolean answered = phase == Phase.ANSWERING || phase == Phase.CONFIRMED;
        return new InviteState(phase, answered ? "b" : "", Set.of(), Map.of());
    }

    private void step(InviteState from, InviteEvent event) {
        InviteMachine.Step step = InviteMachine.step(from, event);
        state = step.state();
        effects = step.effects();
    }

    private void leadsTo(Phase phase, InviteEffect... expected) {
        assertThat(state.phase()).isEqualTo(phase);
        assertThat(effects).containsExactly(expected);
    }

    private static InviteEvent provisional(int rseq) {
        return new InviteEvent.Provisional("b", rseq);
    }

    private static InviteEvent success(Kind kind) {
        return new Success("b", kind);
    }

    @Test
    void the_first_provisional_response_starts_the_ringing() {
        step(InviteState.START, provisional(InviteEvent.UNRELIABLE));
        leadsTo(Phase.RINGING, new StartRingTimer(), new Progress());
        step(state, provisional(InviteEvent.UNRELIABLE));
        leadsTo(Phase.RINGING, new Progress());
    }

    @Test
    void reliable_responses_are_acknowledged_in_order_for_each_fork() {
        step(InviteState.START, provisional(314));
        leadsTo(Phase.RINGING, new StartRingTimer(), new SendPrack(), new Progress());
        step(state, provisional(316));
        leadsTo(Phase.RINGING);
        step(state, provisional(314));
        leadsTo(Phase.RINGING);
        step(state, new InviteEvent.Provisional("c", 7));
        leadsTo(Phase.RINGING, new SendPrack(), new Progress());
        step(state, provisional(315));
        leadsTo(Phase.RINGING, new SendPrack(), new Progress());
    }

    @Test
    void a_2xx_with_the_answer_is_the_dialog() {
        for (Phase phase : List.of(Phase.CALLING, Phase.RINGING)) {
            step(in(phase), success(Kind.ANSWER));
            leadsTo(Phase.CONFIRMED, new StopTimers(), new Confirm());
            assertThat(state.tag()).isEqualTo("b");
        }
    }

    @Test
    void a_2xx_with_an_offer_is_the_dialog_once_it_is_answered() {
        step(in(Phase.RINGING), success(Kind.OFFER));
        leadsTo(Phase.ANSWERING, new StopTimers(), new AskAnswer());
        step(state, new InviteEvent.AnswerReady());
        leadsTo(Phase.CONFIRMED, new Confirm());
    }

    @Test
    void a_2xx_without_Contact_is_undone_and_fails() {
        step(in(Phase.CALLING), success(Kind.NO_CONTACT));
        assertThat(state.phase()).isEqualTo(Phase.OVER);
        assertThat(effects)
                .hasSize(4)
                .startsWith(new StopTimers(), new Undo("b"))
                .endsWith(new Done());
    }

    @Test
    void a_failure_ends_it() {
        for (Phase phase : List.of(Phase.CALLING, Phase.RINGING)) {
            step(in(phase), new InviteEvent.Failure(WHY));
            leadsTo(Phase.OVER, new StopTimers(), new Fail(WHY), new Done());
        }
    }

    @Test
    void a_redirection_sends_it_elsewhere_where_it_may_ring_anew() {
        for (Phase phase : List.of(Phase.CALLING, Phase.RINGING)) {
            step(in(phase).withRseq("b", 314), new InviteEvent.Redirected("sip:c"));
            leadsTo(Phase.CALLING, new InviteEffect.StopRingTimer(), new InviteEffect.SendTo("sip:c"));
            assertThat(state.rseqs()).isEmpty();
        }
        step(state, provisional(InviteEvent.UNRELIABLE));
        leadsTo(Phase.RINGING, new StartRingTimer(), new Progress());
    }

    @Test
    void a_redirection_after_the_CANCEL_leads_nowhere() {
        step(in(Phase.CANCELLING), new InviteEvent.Redirected("sip:c"));
        leadsTo(Phase.OVER, new Done());
        step(in(Phase.CONFIRMED), new InviteEvent.Redirected("sip:c"));
        leadsTo(Phase.CONFIRMED);
    }

    @Test
    void a_further_2xx_that_is_wanted_is_taken_once() {
        Success second = new Success("c", Kind.ANSWER);
        for (Phase phase : List.of(Phase.ANSWERING, Phase.CONFIRMED)) {
            step(in(phase).with(phase, "b"), new InviteEvent.Fork(second));
            leadsTo(phase, new InviteEffect.TakeFork(second));
            step(state, new InviteEvent.Fork(second));
            leadsTo(phase);
            step(state, new InviteEvent.Fork(new Success("b", Kind.ANSWER)));
            leadsTo(phase);
        }
    }

    @Test
    void a_further_2xx_without_Contact_or_after_the_end_is_undone_though_it_is_wanted() {
        step(in(Phase.CONFIRMED), new InviteEvent.Fork(new Success("c", Kind.NO_CONTACT)));
        leadsTo(Phase.CONFIRMED, new Undo("c"));
        step(in(Phase.OVER), new InviteEvent.Fork(new Success("c", Kind.ANSWER)));
        leadsTo(Phase.OVER, new Undo("c"));
    }

    @Test
    void cancelling_fails_at_once_and_waits_for_the_end() {
        for (Phase phase : List.of(Phase.CALLING, Phase.RINGING)) {
            step(in(phase), new InviteEvent.Cancel(WHY));
            leadsTo(Phase.CANCELLING, new StopTimers(), new SendCancel(), new Fail(WHY));
        }
        step(state, new InviteEvent.Cancel(WHY));
        leadsTo(Phase.CANCELLING);
        step(state, provisional(1));
        leadsTo(Phase.CANCELLING);
        step(state, new InviteEvent.Failure(WHY));
        leadsTo(Phase.OVER, new Done());
    }

    @Test
    void a_2xx_that_crosses_the_CANCEL_is_undone() {
        for (Kind kind : Kind.values()) {
            step(in(Phase.CANCELLING), success(kind));
            leadsTo(Phase.OVER, new Undo("b"), new Done());
        }
    }

    @Test
    void an_answer_that_cannot_be_made_undoes_the_2xx() {
        for (InviteEvent event : List.of(new InviteEvent.Failure(WHY), new InviteEvent.Cancel(WHY))) {
            step(in(Phase.ANSWERING), event);
            leadsTo(Phase.OVER, new Undo("b"), new Fail(WHY), new Done());
        }
    }

    @Test
    void a_2xx_of_another_fork_is_undone_once() {
        for (Phase phase : List.of(Phase.ANSWERING, Phase.CONFIRMED, Phase.OVER)) {
            step(in(phase), new Success("c", Kind.ANSWER));
            leadsTo(phase, new Undo("c"));
            step(state, new Success("c", Kind.ANSWER));
            leadsTo(phase);
        }
    }

    @Test
    void the_same_2xx_again_changes_nothing() {
        step(in(Phase.CONFIRMED), success(Kind.ANSWER));
        leadsTo(Phase.CONFIRMED);
        step(in(Phase.ANSWERING), success(Kind.OFFER));
        leadsTo(Phase.ANSWERING);
    }

    @Test
    void what_comes_late_changes_nothing() {
        for (InviteEvent event : List.of(
                provisional(1),
                new InviteEvent.Failure(WHY),
                new InviteEvent.Cancel(WHY),
                new InviteEvent.AnswerReady())) {
            for (Phase phase : List.of(Phase.CONFIRMED, Phase.OVER)) {
                step(in(phase), event);
                leadsTo(phase);
            }
        }
    }

    @Test
    void whatever_happens_no_2xx_is_left_alone_and_the_caller_hears_once() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            InviteState now = InviteState.START;
            Set<String> answered = new java.util.HashSet<>();
            Set<String> undone = new java.util.HashSet<>();
            int told = 0;
            boolean confirmed = false;
            for (int i = 0; i < 30; i++) {
                InviteEvent event = event(random);
                InviteMachine.Step step = InviteMachine.step(now, event);
                now = step.state();
                if (event instanceof Success success) {
                    answered.add(success.tag());
                }
                for (InviteEffect effect : step.effects()) {
                    if (effect instanceof Undo undo) {
                        assertThat(undone.add(undo.tag())).as("undone once").isTrue();
                    }
                    confirmed |= effect instanceof Confirm;
                    told += effect instanceof Confirm || effect instanceof Fail ? 1 : 0;
                }
            }
            if (now.phase() == Phase.ANSWERING) {
                undone.add(now.tag());
            }
            answered.removeAll(undone);
            assertThat(answered).hasSize(confirmed ? 1 : 0);
            assertThat(told).isLessThanOrEqualTo(1);
        }
    }

    private static InviteEvent event(Random random) {
        String tag = List.of("a", "b", "c").get(random.nextInt(3));
        return switch (random.nextInt(10)) {
            case 0 -> new InviteEvent.Cancel(WHY);
            case 1 -> new InviteEvent.Failure(WHY);
            case 2 -> new InviteEvent.AnswerReady();
            case 3, 4 -> new Success(tag, KINDS.get(random.nextInt(3)));
            default -> new InviteEvent.Provisional(tag, random.nextInt(4) - 1);
        };
    }
}
