// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.dialog;

import io.srf.TerminateReason;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The life of an INVITE dialog, and its offers one after the other (RFC 3261 §12, §14, §15; RFC 3264 §4; RFC 5407).
 *
 * <pre>
 * phase        talk           event                       next                    effects
 * EARLY        Idle           Confirmed(ACK or ANSWER)    CONFIRMED AwaitingAck   StartAckTimer
 * EARLY        Idle           Confirmed(NOTHING)          CONFIRMED Idle          Send the first waiting
 * EARLY        Answering      Confirmed                   CONFIRMED Answering
 * EARLY        Offering       Confirmed                   CONFIRMED Offering
 * EARLY        any            RemoteInvite                same                    Refuse 491 (caller) or 500 with Retry-After (callee)
 * EARLY        Idle           RemoteUpdate                EARLY Answering         Deliver
 * EARLY        Idle           EarlyOffer                  EARLY Offering          Send
 * EARLY        other          EarlyOffer                  same                    Settle 491
 * EARLY        Offering       OfferAnswered               EARLY Idle              Settle
 * CONFIRMED    Idle           Offer                       Offering                Send
 * EARLY, CONF. other          Offer                       same, it waits          Settle 500 if too many wait
 * CONFIRMED    Offering       OfferAnswered 491           BackingOff if retries   StartPause
 * CONFIRMED    Offering       OfferAnswered 481, 408      TERMINATING             Settle, Settle the waiting 481, SendBye
 * CONFIRMED    Offering       OfferAnswered other         Idle                    Settle, Send the first waiting
 * CONFIRMED    BackingOff     PauseOver                   Offering                Send
 * CONFIRMED    BackingOff     Remote…                     Answering, ours waits   StopPause, Deliver
 * CONFIRMED    Idle           Remote…                     Answering               Deliver
 * CONFIRMED    AwaitingAck    Remote…, no answer due      Answering               StopAckTimer, Deliver
 * CONFIRMED    AwaitingAck    Remote…, answer due         same                    Refuse 491
 * EARLY, CONF. Offering       Remote…                     same                    Refuse 491
 * EARLY, CONF. Answering      Remote…                     same                    Refuse 500 with Retry-After
 * EARLY, CONF. Answering      Answered(ACK or ANSWER)     AwaitingAck             StartAckTimer
 * EARLY, CONF. Answering      Answered(NOTHING)           Idle                    Send the first waiting
 * CONFIRMED    AwaitingAck    Ack, AckOverdue             Idle                    StopAckTimer, Send the first waiting
 * CONFIRMED    AwaitingAck    Hangup                      LEAVING                 Settle the waiting 481
 * CONFIRMED    other          Hangup                      TERMINATING             Settle ours 481, Refuse theirs 487, SendBye
 * LEAVING      AwaitingAck    Ack, AckOverdue             TERMINATING             StopAckTimer, SendBye
 * LEAVING, TERMINATING        Remote…                     same                    Refuse 481
 * LEAVING, TERMINATING        Offer                       same                    Settle 481
 * TERMINATING  Idle           ByeAnswered                 TERMINATED              Ended
 * TERMINATED                  Remote…, Offer              same                    Refuse 481, Settle 481
 * any other                   Over                        TERMINATED              Settle ours 481, Refuse theirs 487, Ended
 * </pre>
 *
 * What is not in the table changes nothing, and an EarlyOffer that comes late is an Offer. A remote offer that arrives before the ACK is taken as that ACK: it proves that our 2xx
 * arrived (RFC 5407 §3.1.5). An offer that waited out a 491 is sent as soon as the other side's own offer is done.
 */
public final class DialogMachine {
    /** How often one offer is sent again after a 491. */
    public static final int MAX_RETRIES = 4;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int GONE = 481;
    private static final int TERMINATED = 487;
    private static final int PENDING = 491;
    private static final int SERVER_ERROR = 500;

    private DialogMachine() {}

    /** What follows from an event. */
    public record Step(DialogState state, List<DialogEffect> effects) {}

    /** Takes one event. */
    public static Step step(DialogState state, DialogEvent event) {
        if (state.phase() == Phase.TERMINATED) {
            return afterTheEnd(state, event);
        }
        return switch (event) {
            case DialogEvent.Confirmed confirmed -> confirmed(state, confirmed.due());
            case DialogEvent.Offer offer -> offer(state, offer.offer());
            case DialogEvent.EarlyOffer early -> earlyOffer(state, new DialogState.Offer(early.id(), 0));
            case DialogEvent.OfferAnswered answered -> offerAnswered(state, answered);
            case DialogEvent.RemoteInvite invite -> remoteInvite(state, invite.id());
            case DialogEvent.RemoteUpdate update -> remoteOffer(state, update.id());
            case DialogEvent.Answered answered -> answered(state, answered);
            case DialogEvent.Ack ack -> acknowledged(state);
            case DialogEvent.AckOverdue overdue -> acknowledged(state);
            case DialogEvent.PauseOver over -> pauseOver(state);
            case DialogEvent.Hangup hangup -> hangup(state, hangup.reason());
            case DialogEvent.Over over -> over(state, over.reason());
            case DialogEvent.ByeAnswered answered -> byeAnswered(state);
        };
    }

    private static Step afterTheEnd(DialogState state, DialogEvent event) {
        return switch (event) {
            case DialogEvent.Offer offer ->
                new Step(state, List.of(new Settle(offer.offer().id(), GONE)));
            case DialogEvent.EarlyOffer early -> new Step(state, List.of(new Settle(early.id(), GONE)));
            case DialogEvent.RemoteInvite invite -> new Step(state, List.of(new Refuse(invite.id(), GONE, false)));
            case DialogEvent.RemoteUpdate update -> new Step(state, List.of(new Refuse(update.id(), GONE, false)));
            default -> stay(state);
        };
    }

    private static Step confirmed(DialogState state, Due due) {
        if (state.phase() != Phase.EARLY) {
            return stay(state);
        }
        DialogState confirmed = state.in(Phase.CONFIRMED);
        return state.talk() instanceof Talk.Idle ? await(confirmed, due) : stay(confirmed);
    }

    private static Step await(DialogState state, Due due) {
        if (due == Due.NOTHING) {
            return proceed(state.with(DialogState.IDLE), new ArrayList<>());
        }
        return new Step(state.with(new Talk.AwaitingAck(due == Due.ANSWER)), List.of(new StartAckTimer()));
    }

    private static Step offer(DialogState state, DialogState.Offer offer) {
        if (state.phase() != Phase.CONFIRMED && state.phase() != Phase.EARLY) {
            return new Step(state, List.of(new Settle(offer.id(), GONE)));
        }
        if (state.waiting().size() >= DialogState.MAX_WAITING) {
            return new Step(state, List.of(new Settle(offer.id(), SERVER_ERROR)));
        }
        return proceed(state.withLast(offer), new ArrayList<>());
    }

    /** It does not wait: what was offered meanwhile may have made it old. */
    private static Step earlyOffer(DialogState state, DialogState.Offer offer) {
        if (state.phase() != Phase.EARLY) {
            return offer(state, offer);
        }
        return state.talk() instanceof Talk.Idle
                ? new Step(state.with(new Talk.Offering(offer)), List.of(new Send(offer.id())))
                : new Step(state, List.of(new Settle(offer.id(), PENDING)));
    }

    private static Step offerAnswered(DialogState state, DialogEvent.OfferAnswered answered) {
        if (!(state.talk() instanceof Talk.Offering offering)
                || offering.offer().id() != answered.id()) {
            return stay(state);
        }
        DialogState.Offer offer = offering.offer();
        if (answered.status() == PENDING && offer.retries() > 0) {
            return new Step(state.with(new Talk.BackingOff(offer.oneRetryLess())), List.of(new StartPause()));
        }
        DialogState idle = state.with(DialogState.IDLE);
        List<DialogEffect> effects = new ArrayList<>();
        effects.add(new Settle(offer.id(), answered.status()));
        if (state.phase() == Phase.EARLY) {
            return new Step(idle, effects);
        }
        return switch (answered.status()) {
            case GONE, REQUEST_TIMEOUT -> leave(idle, TerminateReason.of(TerminateReason.Kind.PEER_GONE), effects);
            default -> proceed(idle, effects);
        };
    }

    private static Step remoteInvite(DialogState state, long id) {
        if (state.phase() == Phase.EARLY) {
            return new Step(
                    state,
                    List.of(state.caller() ? new Refuse(id, PENDING, false) : new Refuse(id, SERVER_ERROR, true)));
        }
        return remoteOffer(state, id);
    }

    private static Step remoteOffer(DialogState state, long id) {
        if (state.phase() != Phase.CONFIRMED && state.phase() != Phase.EARLY) {
            return new Step(state, List.of(new Refuse(id, GONE, false)));
        }
        DialogState answering = state.with(new Talk.Answering(id));
        return switch (state.talk()) {
            case Talk.Idle idle -> new Step(answering, List.of(new Deliver(id)));
            case Talk.AwaitingAck awaiting ->
                awaiting.answerDue()
                        ? new Step(state, List.of(new Refuse(id, PENDING, false)))
                        : new Step(answering, List.of(new StopAckTimer(), new Deliver(id)));
            case Talk.BackingOff backing ->
                new Step(answering.withFirst(backing.offer()), List.of(new StopPause(), new Deliver(id)));
            case Talk.Offering offering -> new Step(state, List.of(new Refuse(id, PENDING, false)));
            case Talk.Answering other -> new Step(state, List.of(new Refuse(id, SERVER_ERROR, true)));
        };
    }

    private static Step answered(DialogState state, DialogEvent.Answered answered) {
        if (!(state.talk() instanceof Talk.Answering answering) || answering.id() != answered.id()) {
            return stay(state);
        }
        return await(state, answered.due());
    }

    private static Step acknowledged(DialogState state) {
        if (!(state.talk() instanceof Talk.AwaitingAck)) {
            return stay(state);
        }
        List<DialogEffect> effects = new ArrayList<>();
        effects.add(new StopAckTimer());
        DialogState idle = state.with(DialogState.IDLE);
        if (state.phase() == Phase.LEAVING) {
            effects.add(new SendBye());
            return new Step(idle.in(Phase.TERMINATING), effects);
        }
        return proceed(idle, effects);
    }

    private static Step pauseOver(DialogState state) {
        if (state.talk() instanceof Talk.BackingOff backing) {
            DialogState.Offer offer = backing.offer();
            return new Step(state.with(new Talk.Offering(offer)), List.of(new Send(offer.id())));
        }
        return stay(state);
    }

    private static Step hangup(DialogState state, TerminateReason reason) {
        if (state.phase() != Phase.CONFIRMED) {
            return stay(state);
        }
        if (state.talk() instanceof Talk.AwaitingAck) {
            List<DialogEffect> effects = new ArrayList<>();
            DialogState leaving =
                    settleWaiting(state, effects).in(Phase.LEAVING).because(reason);
            return new Step(leaving, effects);
        }
        return leave(state, reason, new ArrayList<>());
    }

    private static Step byeAnswered(DialogState state) {
        return state.phase() == Phase.TERMINATING
                ? new Step(state.in(Phase.TERMINATED), List.of(new Ended()))
                : stay(state);
    }

    private static Step over(DialogState state, TerminateReason reason) {
        return end(state, reason, new ArrayList<>());
    }

    private static Step leave(DialogState state, TerminateReason reason, List<DialogEffect> effects) {
        DialogState quiet = quiet(state, effects);
        effects.add(new SendBye());
        return new Step(quiet.in(Phase.TERMINATING).because(reason), effects);
    }

    private static Step end(DialogState state, TerminateReason reason, List<DialogEffect> effects) {
        DialogState quiet = quiet(state, effects);
        effects.add(new Ended());
        return new Step(quiet.in(Phase.TERMINATED).because(reason), effects);
    }

    /** Ends every offer that is under way or waits. */
    private static DialogState quiet(DialogState state, List<DialogEffect> effects) {
        switch (state.talk()) {
            case Talk.Idle idle -> {}
            case Talk.AwaitingAck awaiting -> effects.add(new StopAckTimer());
            case Talk.Offering offering ->
                effects.add(new Settle(offering.offer().id(), GONE));
            case Talk.BackingOff backing -> {
                effects.add(new StopPause());
                effects.add(new Settle(backing.offer().id(), GONE));
            }
            case Talk.Answering answering -> effects.add(new Refuse(answering.id(), TERMINATED, false));
        }
        return settleWaiting(state, effects).with(DialogState.IDLE);
    }

    private static DialogState settleWaiting(DialogState state, List<DialogEffect> effects) {
        for (DialogState.Offer offer : state.waiting()) {
            effects.add(new Settle(offer.id(), GONE));
        }
        return state.with(List.<DialogState.Offer>of());
    }

    /** Sends the first waiting offer if nothing is in its way. */
    private static Step proceed(DialogState state, List<DialogEffect> effects) {
        boolean free = state.phase() == Phase.CONFIRMED && state.talk() instanceof Talk.Idle;
        if (!free || state.waiting().isEmpty()) {
            return new Step(state, effects);
        }
        DialogState.Offer first = state.waiting().get(0);
        effects.add(new Send(first.id()));
        List<DialogState.Offer> rest =
                state.waiting().subList(1, state.waiting().size());
        return new Step(state.with(rest).with(new Talk.Offering(first)), effects);
    }

    private static Step stay(DialogState state) {
        return new Step(state, List.of());
    }
}
