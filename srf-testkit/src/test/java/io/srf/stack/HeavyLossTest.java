// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import io.srf.testkit.Will;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long something of bridged calls stays after their phones have done with them, over a network that loses much. */
class HeavyLossTest {
    private static final Will BAD = Will.GOOD.withLoss(0.3).withJitter(Duration.ofMillis(30));
    private static final int CALLS = 300;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(100);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration TALK = Duration.ofSeconds(5);

    /** A phone rings no longer. */
    private static final Duration RINGING = Duration.ofSeconds(30);

    /** No phone takes longer for a call than this: it gives up each thing that it sends, and its answer too, after 64·T1. */
    private static final Duration PHONES_END = Duration.ofMinutes(5);

    /** An answer waits for its ACK, and the BYE that ends the call then for its own answer: 64·T1 each (RFC 3261 §13.3.1.4, §17.1.2.2). */
    private static final Duration DIALOGS_END = Duration.ofSeconds(64);

    /** What has been answered stays for repetitions: 64·T1 (RFC 3261 §17.2.2, RFC 6026 §8.7). */
    private static final Duration TRANSACTIONS_END = DIALOGS_END.plusSeconds(32);

    private final List<Phone> callers = new ArrayList<>();
    private final List<Phone> callees = new ArrayList<>();

    /** Who hangs up, and when: each call is of the next kind. */
    private void places(StackWorld world, int i) {
        Phone caller = world.phone("caller-" + i);
        Phone callee = world.phone("callee-" + i).answersAfter(A_SECOND);
        callers.add(caller);
        callees.add(callee);
        switch (i % 5) {
            case 0 -> caller.hangsUpAfter(TALK);
            case 1 -> callee.hangsUpAfter(TALK);
            case 2 -> caller.hangsUpAfter(Duration.ZERO);
            case 3 -> callee.rejectsWith(486);
            default -> {
                callee.onCall(call -> {
                    call.rings();
                    call.after(RINGING, call::hangsUp);
                });
                world.sim().time().schedule(TALK, () -> caller.perform(caller.call()::hangsUp));
            }
        }
        caller.calls(world.uri(Integer.toString(i)));
        world.passes(BETWEEN_CALLS);
    }

    private boolean phonesAreDone() {
        return callers.stream().allMatch(HeavyLossTest::isDone)
                && callees.stream().allMatch(HeavyLossTest::isDone);
    }

    private static boolean isDone(Phone phone) {
        return phone.allCalls().stream().allMatch(call -> call.state() == CallState.ENDED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_is_left_when_all_phones_are_done_ends_with_an_ACK_and_a_BYE_that_never_come(long seed) {
        try (StackWorld world = new StackWorld(seed)) {
            world.srf().invite((req, res) -> {
                Phone callee = callees.get(Integer.parseInt(req.calledNumber()));
                world.srf().createB2BUA(req, res, callee.uri().toString());
            });
            world.sim().network().will(BAD);
            for (int i = 0; i < CALLS; i++) {
                places(world, i);
            }
            assertThat(world.sim().time().runUntil(this::phonesAreDone, PHONES_END))
                    .isTrue();
            world.passes(DIALOGS_END);
            assertThat(world.srf().dialogs()).isEmpty();
            assertThat(world.stats().dialogs()).isZero();
            world.passes(TRANSACTIONS_END.minus(DIALOGS_END));
            assertThat(world.stats().isAtRest()).as("%s", world.stats()).isTrue();
            world.comesToRest();
        }
    }
}
