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
import io.srf.internal.invite.InviteEffect.StartRingTimer;
import io.srf.internal.invite.InviteEffect.StopTimers;
import io.srf.internal.invite.InviteEffect.Undo;
import io.srf.internal.invite.InviteEvent.Success.Kind;
import io.srf.internal.invite.InviteState.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The INVITE we send, until there is a dialog, or nothing is left of it (RFC 3261 §9.1, §13.2; RFC 3262 §4).
 *
 * <pre>
 * phase              event                    next         effects
 * SENDING            Sent                     CALLING
 * SENDING            Cancel                   UNWANTED     StopTimers, Fail
 * SENDING            NotSent                  OVER         StopTimers, Fail, Done
 * UNWANTED           Sent                     CANCELLING   SendCancel
 * UNWANTED           NotSent                  OVER         Done
 * CALLING            Provisional              RINGING      StartRingTimer, SendPrack (reliable), Progress
 * RINGING            Provisional              RINGING      SendPrack (reliable), Progress
 * CALLING, RINGING   Provisional, RSeq wrong  same
 * CALLING, RINGING   Success ANSWER           CONFIRMED    StopTimers, Confirm
 * CALLING, RINGING   Success OFFER            ANSWERING    StopTimers, AskAnswer
 * CALLING, RINGING   Success NO_CONTACT       OVER         StopTimers, Undo, Fail, Done
 * CALLING, RINGING   Failure                  OVER         StopTimers, Fail, Done
 * CALLING, RINGING   Cancel                   CANCELLING   StopTimers, SendCancel, Fail
 * ANSWERING          AnswerReady              CONFIRMED    Confirm
 * ANSWERING          NoAnswer, Cancel         OVER         Undo, Fail, Done
 * CANCELLING         Success                  OVER         Undo, Done
 * CANCELLING         Failure, CancelOverdue   OVER         Done
 * UNWANTED, CANCELLING  LinkLost              OVER         Done
 * SENDING to ANSWERING  LinkLost              OVER         StopTimers, Fail, Done
 * ANSWERING, CONFIRMED, OVER  Success, new tag  same       Undo
 * </pre>
 *
 * What is not in the table changes nothing. A 2xx is never left alone: either it becomes the dialog, or it is undone, once per To tag.
 */
public final class InviteMachine {
    private static final int SERVER_ERROR = 500;

    private InviteMachine() {}

    /** What follows from an event. */
    public record Step(InviteState state, List<InviteEffect> effects) {}

    /** Takes one event. */
    public static Step step(InviteState state, InviteEvent event) {
        return switch (event) {
            case InviteEvent.Sent sent -> sent(state);
            case InviteEvent.NotSent notSent -> notSent(state, notSent.cause());
            case InviteEvent.Provisional provisional -> provisional(state, provisional);
            case InviteEvent.Success success -> success(state, success);
            case InviteEvent.Failure failure -> failure(state, failure.cause());
            case InviteEvent.AnswerReady ready ->
                state.phase() == Phase.ANSWERING
                        ? new Step(state.in(Phase.CONFIRMED), List.of(new Confirm()))
                        : stay(state);
            case InviteEvent.NoAnswer noAnswer ->
                state.phase() == Phase.ANSWERING ? giveUp(state, noAnswer.cause()) : stay(state);
            case InviteEvent.Cancel cancel -> cancel(state, cancel.cause());
            case InviteEvent.CancelOverdue overdue ->
                state.phase() == Phase.CANCELLING ? over(state, new Done()) : stay(state);
            case InviteEvent.LinkLost lost -> linkLost(state, lost.cause());
        };
    }

    private static Step sent(InviteState state) {
        return switch (state.phase()) {
            case SENDING -> new Step(state.in(Phase.CALLING), List.of());
            case UNWANTED -> new Step(state.in(Phase.CANCELLING), List.of(new SendCancel()));
            default -> stay(state);
        };
    }

    private static Step notSent(InviteState state, Throwable cause) {
        return switch (state.phase()) {
            case SENDING -> over(state, new StopTimers(), new Fail(cause), new Done());
            case UNWANTED -> over(state, new Done());
            default -> stay(state);
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
        List<InviteEffect> effects = new ArrayList<>();
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
            case SENDING, CALLING, RINGING -> taken(state, success);
            case UNWANTED, CANCELLING -> over(state.undo(tag), new Undo(tag), new Done());
            case ANSWERING, CONFIRMED, OVER ->
                tag.equals(state.tag()) || state.undone().contains(tag)
                        ? stay(state)
                        : new Step(state.undo(tag), List.of(new Undo(tag)));
        };
    }

    private static Step taken(InviteState state, InviteEvent.Success success) {
        String tag = success.tag();
        return switch (success.kind()) {
            case ANSWER -> new Step(state.with(Phase.CONFIRMED, tag), List.of(new StopTimers(), new Confirm()));
            case OFFER -> new Step(state.with(Phase.ANSWERING, tag), List.of(new StopTimers(), new AskAnswer()));
            case NO_CONTACT -> {
                Throwable cause = new SipException(SERVER_ERROR, "2xx without Contact");
                yield over(state.undo(tag), new StopTimers(), new Undo(tag), new Fail(cause), new Done());
            }
        };
    }

    private static Step failure(InviteState state, Throwable cause) {
        return switch (state.phase()) {
            case SENDING, CALLING, RINGING -> over(state, new StopTimers(), new Fail(cause), new Done());
            case UNWANTED, CANCELLING -> over(state, new Done());
            case ANSWERING, CONFIRMED, OVER -> stay(state);
        };
    }

    private static Step cancel(InviteState state, Throwable cause) {
        return switch (state.phase()) {
            case SENDING -> new Step(state.in(Phase.UNWANTED), List.of(new StopTimers(), new Fail(cause)));
            case CALLING, RINGING ->
                new Step(state.in(Phase.CANCELLING), List.of(new StopTimers(), new SendCancel(), new Fail(cause)));
            case ANSWERING -> giveUp(state, cause);
            case UNWANTED, CANCELLING, CONFIRMED, OVER -> stay(state);
        };
    }

    private static Step giveUp(InviteState state, Throwable cause) {
        return over(state.undo(state.tag()), new Undo(state.tag()), new Fail(cause), new Done());
    }

    private static Step linkLost(InviteState state, Throwable cause) {
        return switch (state.phase()) {
            case SENDING, CALLING, RINGING, ANSWERING -> over(state, new StopTimers(), new Fail(cause), new Done());
            case UNWANTED, CANCELLING -> over(state, new Done());
            case CONFIRMED, OVER -> stay(state);
        };
    }

    private static Step over(InviteState state, InviteEffect... effects) {
        return new Step(state.in(Phase.OVER), List.of(effects));
    }

    private static Step stay(InviteState state) {
        return new Step(state, List.of());
    }
}
