// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.internal.dialog.DialogEffect.Ended;
import io.srf.internal.dialog.DialogEffect.Refuse;
import io.srf.internal.dialog.DialogEffect.Send;
import io.srf.internal.dialog.DialogEffect.Settle;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.internal.dialog.DialogState.Talk;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link DialogMachine} on random walks. */
class DialogWalkTest {
    private static final TerminateReason LOCAL = TerminateReason.of(Kind.LOCAL_BYE);
    private static final TerminateReason REMOTE = TerminateReason.of(Kind.REMOTE_BYE);
    private static final List<Due> DUES = List.of(Due.NOTHING, Due.ACK, Due.ANSWER);

    @Test
    void whatever_happens_every_offer_settles_once_and_the_end_comes_once() {
        for (int seed = 0; seed < 2_000; seed++) {
            new Walk(seed).run();
        }
    }

    /** A random walk through the machine, with a driver that knows what may follow what. */
    private static final class Walk {
        private final Random random;
        private final Set<Long> open = new HashSet<>();
        private final Set<Long> theirs = new HashSet<>();
        private DialogState state;
        private long ids;
        private int ended;

        Walk(int seed) {
            random = new Random(seed);
            state = DialogState.early(random.nextBoolean());
        }

        void run() {
            for (int i = 0; i < 60; i++) {
                take(event());
            }
            take(new DialogEvent.Over(REMOTE));
            assertThat(state.phase()).isEqualTo(Phase.TERMINATED);
            assertThat(ended).isEqualTo(1);
            assertThat(open).isEmpty();
            assertThat(theirs).isEmpty();
            assertThat(state.waiting()).isEmpty();
        }

        private DialogEvent event() {
            return switch (random.nextInt(13)) {
                case 0 -> new DialogEvent.Confirmed(DUES.get(random.nextInt(3)));
                case 1, 2 -> offer();
                case 3, 4 ->
                    new DialogEvent.OfferAnswered(
                            underWay(), List.of(200, 488, 491, 491, 408, 481).get(random.nextInt(6)));
                case 5 -> remote(true);
                case 6 -> remote(false);
                case 7, 8 -> answered();
                case 9 -> new DialogEvent.Ack();
                case 10 -> new DialogEvent.PauseOver();
                case 11 -> new DialogEvent.EarlyOffer(offer().offer().id());
                default -> random.nextInt(4) == 0 ? new DialogEvent.Hangup(LOCAL) : new DialogEvent.AckOverdue();
            };
        }

        private DialogEvent.Offer offer() {
            DialogState.Offer offer = new DialogState.Offer(++ids, random.nextInt(3));
            open.add(offer.id());
            return new DialogEvent.Offer(offer);
        }

        private long underWay() {
            return state.talk() instanceof Talk.Offering offering
                    ? offering.offer().id()
                    : -1;
        }

        private DialogEvent remote(boolean invite) {
            theirs.add(++ids);
            return invite ? new DialogEvent.RemoteInvite(ids) : new DialogEvent.RemoteUpdate(ids);
        }

        private DialogEvent answered() {
            long id = state.talk() instanceof Talk.Answering answering ? answering.id() : -1;
            theirs.remove(id);
            return new DialogEvent.Answered(id, DUES.get(random.nextInt(3)));
        }

        private void take(DialogEvent event) {
            DialogMachine.Step step = DialogMachine.step(state, event);
            state = step.state();
            for (DialogEffect effect : step.effects()) {
                if (effect instanceof Settle settle) {
                    assertThat(open.remove(settle.id())).as("settled once").isTrue();
                } else if (effect instanceof Refuse refuse) {
                    assertThat(theirs.remove(refuse.id())).as("refused once").isTrue();
                } else if (effect instanceof Send send) {
                    assertThat(open).as("sent while open").contains(send.id());
                } else if (effect instanceof Ended) {
                    ended++;
                }
            }
        }
    }
}
