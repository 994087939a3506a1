// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.b2bua;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.SipException;
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
import io.srf.internal.b2bua.SetupEvent.AAck;
import io.srf.internal.b2bua.SetupEvent.ACancelled;
import io.srf.internal.b2bua.SetupEvent.ANotSent;
import io.srf.internal.b2bua.SetupEvent.AOver;
import io.srf.internal.b2bua.SetupEvent.ASent;
import io.srf.internal.b2bua.SetupEvent.Abort;
import io.srf.internal.b2bua.SetupEvent.AnswerReady;
import io.srf.internal.b2bua.SetupEvent.BAnswered;
import io.srf.internal.b2bua.SetupEvent.BFailed;
import io.srf.internal.b2bua.SetupEvent.BOver;
import io.srf.internal.b2bua.SetupEvent.Joined;
import io.srf.internal.b2bua.SetupEvent.OfferReady;
import io.srf.internal.b2bua.SetupEvent.PickedUp;
import io.srf.internal.b2bua.SetupEvent.Progress;
import io.srf.internal.b2bua.SetupEvent.SdpFailed;
import io.srf.internal.b2bua.SetupEvent.SdpReady;
import io.srf.internal.b2bua.SetupState.Phase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@link SetupMachine}, row by row; every other pair of phase and event changes nothing. */
class SetupMachineTest {
    @SuppressWarnings("StaticAssignmentOfThrowable") // never thrown
    private static final Throwable WHY = new SipException(487);

    private static final List<SetupEvent> EVENTS = List.of(
            new OfferReady(),
            new Progress(),
            new BAnswered(false),
            new BAnswered(true),
            new BFailed(WHY),
            new BOver(WHY),
            new SdpReady(),
            new SdpFailed(WHY),
            new ASent(false),
            new ASent(true),
            new ANotSent(WHY),
            new AAck(),
            new AnswerReady(),
            new ACancelled(WHY),
            new AOver(WHY),
            new PickedUp(),
            new Joined(),
            new Abort(WHY));

    private static SetupState in(Phase phase) {
        return new SetupState(phase, false, phase == Phase.LOSING ? WHY : null);
    }

    static Stream<Arguments> table() {
        return Stream.of(
                row(Phase.OFFERING, new OfferReady(), Phase.CALLING, new Call()),
                row(Phase.OFFERING, new SdpFailed(WHY), Phase.OVER, new RejectA(WHY), new Fail(WHY)),
                row(Phase.OFFERING, new Abort(WHY), Phase.OVER, new RejectA(WHY), new Fail(WHY)),
                row(Phase.OFFERING, new ACancelled(WHY), Phase.OVER, new Fail(WHY)),
                row(Phase.OFFERING, new AOver(WHY), Phase.OVER, new RejectA(WHY), new Fail(WHY)),
                row(Phase.CALLING, new Progress(), Phase.CALLING, new Relay()),
                row(Phase.CALLING, new BAnswered(false), Phase.ADAPTING, new MakeSdp()),
                row(Phase.CALLING, new BAnswered(true), Phase.ADAPTING, new MakeSdp()),
                row(Phase.CALLING, new BFailed(WHY), Phase.OVER, new PassFailure(WHY), new Fail(WHY)),
                row(Phase.CALLING, new SdpFailed(WHY), Phase.OVER, new CancelB(), new RejectA(WHY), new Fail(WHY)),
                row(Phase.CALLING, new Abort(WHY), Phase.OVER, new CancelB(), new RejectA(WHY), new Fail(WHY)),
                row(Phase.CALLING, new ACancelled(WHY), Phase.OVER, new CancelB(), new Fail(WHY)),
                row(Phase.CALLING, new AOver(WHY), Phase.OVER, new CancelB(), new RejectA(WHY), new Fail(WHY)),
                row(Phase.ADAPTING, new Progress(), Phase.ADAPTING, new Relay()),
                row(Phase.ADAPTING, new SdpReady(), Phase.ANSWERING, new AnswerA()),
                row(Phase.ADAPTING, new SdpFailed(WHY), Phase.OVER, new DropB(), new RejectA(WHY), new Fail(WHY)),
                row(Phase.ADAPTING, new Abort(WHY), Phase.OVER, new DropB(), new RejectA(WHY), new Fail(WHY)),
                row(Phase.ADAPTING, new ACancelled(WHY), Phase.OVER, new DropB(), new Fail(WHY)),
                row(Phase.ADAPTING, new AOver(WHY), Phase.OVER, new DropB(), new RejectA(WHY), new Fail(WHY)),
                row(Phase.ADAPTING, new BFailed(WHY), Phase.OVER, new RejectA(WHY), new Fail(WHY)),
                row(Phase.ADAPTING, new BOver(WHY), Phase.OVER, new RejectA(WHY), new Fail(WHY)),
                row(Phase.ANSWERING, new ASent(false), Phase.BRIDGED, new Bridge()),
                row(Phase.ANSWERING, new ASent(true), Phase.BRIDGED, new Bridge()),
                row(Phase.ANSWERING, new ANotSent(WHY), Phase.OVER, new DropB(), new RejectA(WHY), new Fail(WHY)),
                row(Phase.ANSWERING, new AOver(WHY), Phase.OVER, new DropB(), new Fail(WHY)),
                row(Phase.ANSWERING, new BFailed(WHY), Phase.LOSING),
                row(Phase.ANSWERING, new BOver(WHY), Phase.LOSING),
                row(Phase.ANSWERING, new Abort(WHY), Phase.LOSING, new DropB()),
                row(Phase.LOSING, new ASent(false), Phase.OVER, new DropA(), new Fail(WHY)),
                row(Phase.LOSING, new ASent(true), Phase.OVER, new DropA(), new Fail(WHY)),
                row(Phase.LOSING, new ANotSent(WHY), Phase.OVER, new RejectA(WHY), new Fail(WHY)),
                row(Phase.LOSING, new AOver(WHY), Phase.OVER, new Fail(WHY)),
                row(Phase.AWAITING_ACK, new AAck(), Phase.ANSWERING_B, new MakeAnswer()),
                row(Phase.ANSWERING_B, new AnswerReady(), Phase.BRIDGED, new AckB(), new Bridge()),
                late(new AOver(WHY), new DropB(), new Fail(WHY)),
                late(new BFailed(WHY), new DropA(), new Fail(WHY)),
                late(new BOver(WHY), new DropA(), new Fail(WHY)),
                late(new SdpFailed(WHY), new DropB(), new DropA(), new Fail(WHY)),
                late(new Abort(WHY), new DropB(), new DropA(), new Fail(WHY)),
                row(Phase.CALLING, new PickedUp(), Phase.PICKING_UP, new CancelElsewhere(), new AnswerAlone()),
                row(Phase.PICKING_UP, new ASent(false), Phase.JOINING),
                row(Phase.PICKING_UP, new ASent(true), Phase.JOINING),
                row(Phase.PICKING_UP, new ANotSent(WHY), Phase.OVER, new RejectA(WHY), new Fail(WHY)),
                row(Phase.PICKING_UP, new AOver(WHY), Phase.OVER, new Fail(WHY)),
                row(Phase.PICKING_UP, new Abort(WHY), Phase.LOSING),
                row(Phase.JOINING, new Joined(), Phase.BRIDGED, new HandOver()),
                row(Phase.JOINING, new AOver(WHY), Phase.OVER, new Fail(WHY)),
                row(Phase.JOINING, new Abort(WHY), Phase.OVER, new DropA(), new Fail(WHY)));
    }

    private static Arguments row(Phase from, SetupEvent event, Phase to, SetupEffect... effects) {
        return Arguments.of(List.of(from), event, to, List.of(effects));
    }

    private static Arguments late(SetupEvent event, SetupEffect... effects) {
        return Arguments.of(List.of(Phase.AWAITING_ACK, Phase.ANSWERING_B), event, Phase.OVER, List.of(effects));
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_row_of_the_table_holds(List<Phase> from, SetupEvent event, Phase to, List<SetupEffect> effects) {
        for (Phase phase : from) {
            SetupMachine.Step step = SetupMachine.step(in(phase), event);
            assertThat(step.state().phase()).isEqualTo(to);
            assertThat(step.effects()).isEqualTo(effects);
        }
    }

    @Test
    void every_other_pair_changes_nothing() {
        List<Arguments> rows = table().toList();
        for (Phase phase : Phase.values()) {
            for (SetupEvent event : EVENTS) {
                boolean inTable = rows.stream()
                        .map(Arguments::get)
                        .anyMatch(row -> ((List<?>) row[0]).contains(phase) && row[1].equals(event));
                if (!inTable) {
                    SetupMachine.Step step = SetupMachine.step(in(phase), event);
                    assertThat(step.state()).as("%s %s", phase, event).isEqualTo(in(phase));
                    assertThat(step.effects()).as("%s %s", phase, event).isEmpty();
                }
            }
        }
    }

    @Test
    void a_late_offer_waits_for_the_ACK_of_A() {
        SetupState adapting =
                SetupMachine.step(in(Phase.CALLING), new BAnswered(true)).state();
        assertThat(adapting.late()).isTrue();
        SetupState answering = SetupMachine.step(adapting, new SdpReady()).state();
        SetupMachine.Step sent = SetupMachine.step(answering, new ASent(false));
        assertThat(sent.state().phase()).isEqualTo(Phase.AWAITING_ACK);
        assertThat(sent.effects()).isEmpty();
    }

    @Test
    void a_late_offer_for_a_caller_who_offered_too_is_answered_at_once() {
        SetupState answering = new SetupState(Phase.ANSWERING, true, null);
        SetupMachine.Step sent = SetupMachine.step(answering, new ASent(true));
        assertThat(sent.state().phase()).isEqualTo(Phase.ANSWERING_B);
        assertThat(sent.effects()).containsExactly(new MakeAnswer());
    }

    @Test
    void every_way_through_ends_with_both_legs_or_with_none() {
        explore(SetupState.START, new Legs(false, false, false, false), 0);
    }

    /** Follows every sequence of events that can follow one another, as far as it leads anywhere. */
    private static void explore(SetupState state, Legs legs, int depth) {
        if (state.phase() == Phase.OVER) {
            assertThat(legs.bUp()).as("B's leg is up").isFalse();
            assertThat(legs.aUp()).as("A's leg is up").isFalse();
            return;
        }
        if (state.phase() == Phase.BRIDGED || depth > 8) {
            return;
        }
        for (SetupEvent event : EVENTS) {
            Legs after = legs.after(event);
            if (after != null) {
                SetupMachine.Step step = SetupMachine.step(state, event);
                explore(step.state(), after.after(step.effects()), depth + 1);
            }
        }
    }

    /**
     * Which legs there are, as a driver would know.
     *
     * @param asked whether the 200 to A is on its way to the engine
     */
    private record Legs(boolean bCalled, boolean bUp, boolean asked, boolean aUp) {
        /** The legs after this event; null if it cannot happen. */
        Legs after(SetupEvent event) {
            return switch (event) {
                case BAnswered answered -> bCalled && !bUp ? new Legs(true, true, asked, aUp) : null;
                case BFailed failed -> bCalled ? new Legs(false, false, asked, aUp) : null;
                case BOver over -> bUp ? new Legs(false, false, asked, aUp) : null;
                case ASent sent -> asked ? new Legs(bCalled, bUp, false, true) : null;
                case ANotSent notSent -> asked ? new Legs(bCalled, bUp, false, false) : null;
                case AOver over -> asked ? null : new Legs(bCalled, bUp, false, false);
                default -> this;
            };
        }

        Legs after(List<SetupEffect> effects) {
            Legs legs = this;
            for (SetupEffect effect : effects) {
                legs = legs.after(effect);
            }
            return legs;
        }

        private Legs after(SetupEffect effect) {
            return switch (effect) {
                case Call call -> new Legs(true, false, asked, aUp);
                case CancelB cancel -> new Legs(false, false, asked, aUp);
                case CancelElsewhere cancel -> new Legs(false, false, asked, aUp);
                case DropB drop -> new Legs(false, false, asked, aUp);
                case AnswerA answer -> new Legs(bCalled, bUp, true, aUp);
                case AnswerAlone answer -> new Legs(bCalled, bUp, true, aUp);
                case DropA drop -> new Legs(bCalled, bUp, asked, false);
                default -> this;
            };
        }
    }
}
