// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.b2bua;

import io.srf.internal.b2bua.SetupEffect.AckB;
import io.srf.internal.b2bua.SetupEffect.AnswerA;
import io.srf.internal.b2bua.SetupEffect.AnswerAlone;
import io.srf.internal.b2bua.SetupEffect.Bridge;
import io.srf.internal.b2bua.SetupEffect.Call;
import io.srf.internal.b2bua.SetupEffect.CancelB;
import io.srf.internal.b2bua.SetupEffect.CancelElsewhere;
import io.srf.internal.b2bua.SetupEffect.DropA;
import io.srf.internal.b2bua.SetupEffect.DropB;
import io.srf.internal.b2bua.SetupEffect.Fail;
import io.srf.internal.b2bua.SetupEffect.HandOver;
import io.srf.internal.b2bua.SetupEffect.MakeAnswer;
import io.srf.internal.b2bua.SetupEffect.MakeSdp;
import io.srf.internal.b2bua.SetupEffect.PassFailure;
import io.srf.internal.b2bua.SetupEffect.RejectA;
import io.srf.internal.b2bua.SetupEffect.Relay;
import io.srf.internal.b2bua.SetupState.Phase;
import java.util.List;

/**
 * A back-to-back call from A's INVITE until both legs are up, or neither is.
 *
 * <pre>
 * phase         event                  next          effects
 * OFFERING      OfferReady             CALLING       Call
 * OFFERING      SdpFailed, Abort       OVER          RejectA, Fail
 * OFFERING      ACancelled             OVER          Fail
 * OFFERING      AOver                  OVER          RejectA, Fail
 * CALLING       Progress               CALLING       Relay
 * CALLING       BAnswered              ADAPTING      MakeSdp
 * CALLING       BFailed                OVER          PassFailure, Fail
 * CALLING       PickedUp               PICKING_UP    CancelElsewhere, AnswerAlone
 * CALLING       SdpFailed, Abort       OVER          CancelB, RejectA, Fail
 * CALLING       ACancelled             OVER          CancelB, Fail
 * CALLING       AOver                  OVER          CancelB, RejectA, Fail
 * ADAPTING      Progress, an earlier one  ADAPTING   Relay
 * ADAPTING      SdpReady               ANSWERING     AnswerA
 * ADAPTING      SdpFailed, Abort       OVER          DropB, RejectA, Fail
 * ADAPTING      ACancelled             OVER          DropB, Fail
 * ADAPTING      AOver                  OVER          DropB, RejectA, Fail
 * ADAPTING      BFailed, BOver         OVER          RejectA, Fail
 * ANSWERING     ASent                  BRIDGED       Bridge
 * ANSWERING     ASent, late            AWAITING_ACK
 * ANSWERING     ASent offered, late    ANSWERING_B   MakeAnswer
 * ANSWERING     ANotSent               OVER          DropB, RejectA, Fail
 * ANSWERING     AOver                  OVER          DropB, Fail
 * ANSWERING     BFailed, BOver, Abort  LOSING        DropB (Abort)
 * LOSING        ASent                  OVER          DropA, Fail
 * LOSING        ANotSent               OVER          RejectA, Fail
 * LOSING        AOver                  OVER          Fail
 * AWAITING_ACK  AAck                   ANSWERING_B   MakeAnswer
 * ANSWERING_B   AnswerReady            BRIDGED       AckB, Bridge
 * AWAITING_ACK, ANSWERING_B  AOver     OVER          DropB, Fail
 * AWAITING_ACK, ANSWERING_B  BFailed, BOver   OVER   DropA, Fail
 * AWAITING_ACK, ANSWERING_B  SdpFailed, Abort OVER   DropB, DropA, Fail
 * PICKING_UP    ASent                  JOINING
 * PICKING_UP    ANotSent               OVER          RejectA, Fail
 * PICKING_UP    AOver                  OVER          Fail
 * PICKING_UP    Abort                  LOSING
 * JOINING       Joined                 BRIDGED       HandOver
 * JOINING       AOver                  OVER          Fail
 * JOINING       Abort                  OVER          DropA, Fail
 * </pre>
 *
 * What is not in the table changes nothing: in ANSWERING and PICKING_UP a CANCEL of A decides nothing, for either the 200 went before it, or it is not
 * sent. Whatever happens, every leg that was begun is ended, or part of the bridge.
 */
public final class SetupMachine {
    private SetupMachine() {}

    /** What follows from an event. */
    public record Step(SetupState state, List<SetupEffect> effects) {}

    /** Takes one event. */
    public static Step step(SetupState state, SetupEvent event) {
        return switch (state.phase()) {
            case OFFERING -> offering(state, event);
            case CALLING -> calling(state, event);
            case ADAPTING -> adapting(state, event);
            case ANSWERING -> answering(state, event);
            case LOSING -> losing(state, event);
            case AWAITING_ACK, ANSWERING_B -> late(state, event);
            case PICKING_UP -> pickingUp(state, event);
            case JOINING -> joining(state, event);
            case BRIDGED, OVER -> stay(state);
        };
    }

    private static Step offering(SetupState state, SetupEvent event) {
        return switch (event) {
            case SetupEvent.OfferReady ready -> to(state.in(Phase.CALLING), new Call());
            case SetupEvent.SdpFailed failed -> over(state, new RejectA(failed.cause()), new Fail(failed.cause()));
            case SetupEvent.Abort abort -> over(state, new RejectA(abort.cause()), new Fail(abort.cause()));
            case SetupEvent.ACancelled cancelled -> over(state, new Fail(cancelled.cause()));
            case SetupEvent.AOver over -> over(state, new RejectA(over.cause()), new Fail(over.cause()));
            default -> stay(state);
        };
    }

    private static Step calling(SetupState state, SetupEvent event) {
        return switch (event) {
            case SetupEvent.Progress progress -> to(state, new Relay());
            case SetupEvent.BAnswered answered ->
                to(answered.late() ? state.lateOffer().in(Phase.ADAPTING) : state.in(Phase.ADAPTING), new MakeSdp());
            case SetupEvent.PickedUp picked -> to(state.in(Phase.PICKING_UP), new CancelElsewhere(), new AnswerAlone());
            case SetupEvent.BFailed failed -> over(state, new PassFailure(failed.cause()), new Fail(failed.cause()));
            case SetupEvent.SdpFailed failed ->
                over(state, new CancelB(), new RejectA(failed.cause()), new Fail(failed.cause()));
            case SetupEvent.Abort abort ->
                over(state, new CancelB(), new RejectA(abort.cause()), new Fail(abort.cause()));
            case SetupEvent.ACancelled cancelled -> over(state, new CancelB(), new Fail(cancelled.cause()));
            case SetupEvent.AOver over -> over(state, new CancelB(), new RejectA(over.cause()), new Fail(over.cause()));
            default -> stay(state);
        };
    }

    private static Step adapting(SetupState state, SetupEvent event) {
        return switch (event) {
            case SetupEvent.Progress progress -> to(state, new Relay());
            case SetupEvent.SdpReady ready -> to(state.in(Phase.ANSWERING), new AnswerA());
            case SetupEvent.SdpFailed failed ->
                over(state, new DropB(), new RejectA(failed.cause()), new Fail(failed.cause()));
            case SetupEvent.Abort abort ->
                over(state, new DropB(), new RejectA(abort.cause()), new Fail(abort.cause()));
            case SetupEvent.ACancelled cancelled -> over(state, new DropB(), new Fail(cancelled.cause()));
            case SetupEvent.AOver over -> over(state, new DropB(), new RejectA(over.cause()), new Fail(over.cause()));
            case SetupEvent.BFailed failed -> over(state, new RejectA(failed.cause()), new Fail(failed.cause()));
            case SetupEvent.BOver over -> over(state, new RejectA(over.cause()), new Fail(over.cause()));
            default -> stay(state);
        };
    }

    private static Step answering(SetupState state, SetupEvent event) {
        return switch (event) {
            case SetupEvent.ASent sent -> answered(state, sent.offered());
            case SetupEvent.ANotSent notSent ->
                over(state, new DropB(), new RejectA(notSent.cause()), new Fail(notSent.cause()));
            case SetupEvent.AOver over -> over(state, new DropB(), new Fail(over.cause()));
            case SetupEvent.BFailed failed -> to(state.losing(failed.cause()));
            case SetupEvent.BOver over -> to(state.losing(over.cause()));
            case SetupEvent.Abort abort -> to(state.losing(abort.cause()), new DropB());
            default -> stay(state);
        };
    }

    private static Step answered(SetupState state, boolean offered) {
        if (!state.late()) {
            return to(state.in(Phase.BRIDGED), new Bridge());
        }
        return offered ? to(state.in(Phase.ANSWERING_B), new MakeAnswer()) : to(state.in(Phase.AWAITING_ACK));
    }

    private static Step losing(SetupState state, SetupEvent event) {
        Throwable why = state.cause() == null ? new IllegalStateException("B is gone") : state.cause();
        return switch (event) {
            case SetupEvent.ASent sent -> over(state, new DropA(), new Fail(why));
            case SetupEvent.ANotSent notSent -> over(state, new RejectA(why), new Fail(why));
            case SetupEvent.AOver over -> over(state, new Fail(why));
            default -> stay(state);
        };
    }

    private static Step late(SetupState state, SetupEvent event) {
        return switch (event) {
            case SetupEvent.AAck ack ->
                state.phase() == Phase.AWAITING_ACK ? to(state.in(Phase.ANSWERING_B), new MakeAnswer()) : stay(state);
            case SetupEvent.AnswerReady ready ->
                state.phase() == Phase.ANSWERING_B
                        ? to(state.in(Phase.BRIDGED), new AckB(), new Bridge())
                        : stay(state);
            case SetupEvent.AOver over -> over(state, new DropB(), new Fail(over.cause()));
            case SetupEvent.BFailed failed -> over(state, new DropA(), new Fail(failed.cause()));
            case SetupEvent.BOver over -> over(state, new DropA(), new Fail(over.cause()));
            case SetupEvent.SdpFailed failed -> over(state, new DropB(), new DropA(), new Fail(failed.cause()));
            case SetupEvent.Abort abort -> over(state, new DropB(), new DropA(), new Fail(abort.cause()));
            default -> stay(state);
        };
    }

    private static Step pickingUp(SetupState state, SetupEvent event) {
        return switch (event) {
            case SetupEvent.ASent sent -> to(state.in(Phase.JOINING));
            case SetupEvent.ANotSent notSent -> over(state, new RejectA(notSent.cause()), new Fail(notSent.cause()));
            case SetupEvent.AOver over -> over(state, new Fail(over.cause()));
            case SetupEvent.Abort abort -> to(state.losing(abort.cause()));
            default -> stay(state);
        };
    }

    private static Step joining(SetupState state, SetupEvent event) {
        return switch (event) {
            case SetupEvent.Joined joined -> to(state.in(Phase.BRIDGED), new HandOver());
            case SetupEvent.AOver over -> over(state, new Fail(over.cause()));
            case SetupEvent.Abort abort -> over(state, new DropA(), new Fail(abort.cause()));
            default -> stay(state);
        };
    }

    private static Step over(SetupState state, SetupEffect... effects) {
        return to(state.in(Phase.OVER), effects);
    }

    private static Step to(SetupState state, SetupEffect... effects) {
        return new Step(state, List.of(effects));
    }

    private static Step stay(SetupState state) {
        return new Step(state, List.of());
    }
}
