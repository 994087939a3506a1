// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

import io.srf.app.SipException;
import io.srf.internal.invite.InviteEffect.AskAnswer;
import io.srf.internal.invite.InviteEffect.Confirm;
import io.srf.internal.invite.InviteEffect.Done;
import io.srf.internal.invite.InviteEffect.Fail;
import io.srf.internal.invite.InviteEffect.Progress;
import io.srf.internal.invite.InviteEffect.SendCancel;
import io.srf.internal.invite.InviteEffect.SendPrack;
import io.srf.internal.invite.InviteEffect.SendTo;
import io.srf.internal.invite.InviteEffect.StartRingTimer;
import io.srf.internal.invite.InviteEffect.StopRingTimer;
import io.srf.internal.invite.InviteEffect.StopTimers;
import io.srf.internal.invite.InviteEffect.TakeFork;
import io.srf.internal.invite.InviteEffect.Undo;
import io.srf.internal.invite.InviteState.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The INVITE we send, until there is a dialog, or nothing is left of it (RFC 3261 §9.1, §13.2; RFC 3262 §4).
 *
 * <pre>
 * phase              event                     next         effects
 * CALLING            Provisional               RINGING      StartRingTimer, SendPrack if reliable, Progress
 * RINGING            Provisional               RINGING      SendPrack if reliable, Progress
 * RINGING            Provisional, RSeq wrong   same
 * CALLING, RINGING   Success ANSWER            CONFIRMED    StopTimers, Confirm
 * CALLING, RINGING   Success OFFER             ANSWERING    StopTimers, AskAnswer
 * CALLING, RINGING   Success NO_CONTACT        OVER         StopTimers, Undo, Fail, Done
 * CALLING, RINGING   Failure                   OVER         StopTimers, Fail, Done
 * CALLING, RINGING   Redirected                CALLING      StopRingTimer, SendTo
 * CALLING, RINGING   Cancel                    CANCELLING   StopTimers, SendCancel, Fail
 * ANSWERING          AnswerReady               CONFIRMED    Confirm
 * ANSWERING          Failure, Cancel           OVER         Undo, Fail, Done
 * CANCELLING         Success                   OVER         Undo, Done
 * CANCELLING         Failure, Redirected       OVER         Done
 * ANSWERING, CONFIRMED, OVER   Success, new tag   same      Undo
 * ANSWERING, CONFIRMED         Fork, new tag      same      TakeFork; Undo if it has no Contact
 * </pre>
 *
 * Elsewhere Fork is as Success. What is not in the table changes nothing. A 2xx is never left alone: either it becomes a dialog, or it is undone,
 * once per To tag.
 */
public final class InviteMachine {
    private static final int SERVER_ERROR = 500;

    private InviteMachine() {}

    /** What follows from an event. */
    public record Step(InviteState state, List<InviteEffect> effects) {}

    /** Takes one event. */
    public static Step step(InviteState state, InviteEvent event) {
        return switch (event) {
            case InviteEvent.Provisional provisional -> provisional(state, provisional);
            case InviteEvent.Success success -> success(state, success);
            case InviteEvent.Fork fork -> fork(state, fork.success());
            case InviteEvent.Redirected redirected -> redirected(state, redirected.target());
            case InviteEvent.Failure failure -> failure(state, failure.cause());
            case InviteEvent.AnswerReady ready -> answerReady(state);
            case InviteEvent.Cancel cancel -> cancel(state, cancel.cause());
        };
    }

    private static Step provisional(InviteState state, InviteEvent.Provisional response) {
        if (state.phase() != Phase.CALLING && state.phase() != Phase.RINGING) {
            return stay(state);
        }
        boolean reliable = response.rseq() != InviteEvent.UNRELIABLE;
        Integer last = state.rseqs().get(response.tag());
        if (reliable && last != null && response.rseq() != last + 1) {
            return stay(state);
        }
        List<InviteEffect> effects = new ArrayList<>(3);
        if (state.phase() == Phase.CALLING) {
            effects.add(new StartRingTimer());
        }
        InviteState ringing = state.in(Phase.RINGING);
        if (reliable) {
            effects.add(new SendPrack());
            ringing = ringing.withRseq(response.tag(), response.rseq());
        }
        effects.add(new Progress());
        return new Step(ringing, effects);
    }

    private static Step success(InviteState state, InviteEvent.Success success) {
        String tag = success.tag();
        return switch (state.phase()) {
            case CALLING, RINGING -> taken(state, success);
            case CANCELLING -> over(state.withOther(tag), new Undo(tag), new Done());
            case ANSWERING, CONFIRMED, OVER ->
                tag.equals(state.tag()) || state.others().contains(tag)
                        ? stay(state)
                        : new Step(state.withOther(tag), List.of(new Undo(tag)));
        };
    }

    private static Step taken(InviteState state, InviteEvent.Success success) {
        String tag = success.tag();
        return switch (success.kind()) {
            case ANSWER -> new Step(state.with(Phase.CONFIRMED, tag), List.of(new StopTimers(), new Confirm()));
            case OFFER -> new Step(state.with(Phase.ANSWERING, tag), List.of(new StopTimers(), new AskAnswer()));
            case NO_CONTACT -> {
                Throwable cause = new SipException(SERVER_ERROR, "2xx without Contact");
                yield over(state.withOther(tag), new StopTimers(), new Undo(tag), new Fail(cause), new Done());
            }
        };
    }

    private static Step fork(InviteState state, InviteEvent.Success success) {
        boolean wanted = state.phase() == Phase.ANSWERING || state.phase() == Phase.CONFIRMED;
        boolean known = success.tag().equals(state.tag()) || state.others().contains(success.tag());
        return wanted && !known && success.kind() != InviteEvent.Success.Kind.NO_CONTACT
                ? new Step(state.withOther(success.tag()), List.of(new TakeFork(success)))
                : success(state, success);
    }

    private static Step redirected(InviteState state, String target) {
        return switch (state.phase()) {
            case CALLING, RINGING -> new Step(state.restarted(), List.of(new StopRingTimer(), new SendTo(target)));
            case CANCELLING -> over(state, new Done());
            case ANSWERING, CONFIRMED, OVER -> stay(state);
        };
    }

    private static Step failure(InviteState state, Throwable cause) {
        return switch (state.phase()) {
            case CALLING, RINGING -> over(state, new StopTimers(), new Fail(cause), new Done());
            case ANSWERING -> giveUp(state, cause);
            case CANCELLING -> over(state, new Done());
            case CONFIRMED, OVER -> stay(state);
        };
    }

    private static Step answerReady(InviteState state) {
        return state.phase() == Phase.ANSWERING
                ? new Step(state.in(Phase.CONFIRMED), List.of(new Confirm()))
                : stay(state);
    }

    private static Step cancel(InviteState state, Throwable cause) {
        return switch (state.phase()) {
            case CALLING, RINGING ->
                new Step(state.in(Phase.CANCELLING), List.of(new StopTimers(), new SendCancel(), new Fail(cause)));
            case ANSWERING -> giveUp(state, cause);
            case CANCELLING, CONFIRMED, OVER -> stay(state);
        };
    }

    private static Step giveUp(InviteState state, Throwable cause) {
        return over(state.withOther(state.tag()), new Undo(state.tag()), new Fail(cause), new Done());
    }

    private static Step over(InviteState state, InviteEffect... effects) {
        return new Step(state.in(Phase.OVER), List.of(effects));
    }

    private static Step stay(InviteState state) {
        return new Step(state, List.of());
    }
}
