// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ManyCallsTest {
    private static final int SEEDS = 200;
    private static final Will BAD = Will.GOOD
            .withJitter(Duration.ofMillis(20))
            .withLoss(0.05)
            .withDuplication(0.02)
            .withReordering(0.05);

    @Test
    void a_thousand_calls_over_a_bad_network_come_to_allowed_ends() {
        Run run = new Run(42);
        run.calls(1_000);

        assertThat(run.alice.allCalls()).extracting(Call::status).contains(200, 486, 487);
        assertThat(run.world.trace().packets()).filteredOn(TracedPacket::isLost).hasSizeGreaterThan(300);
    }

    @Test
    void the_same_seed_gives_the_same_trace_to_the_last_byte() {
        String last = "";
        for (int seed = 0; seed < SEEDS; seed++) {
            String trace = new Run(seed).calls(5);
            assertThat(new Run(seed).calls(5)).as("seed %d", seed).isEqualTo(trace);
            assertThat(trace).as("seed %d", seed).isNotEqualTo(last);
            last = trace;
        }
    }

    /** Alice calls bob once every 50 ms; bob answers or rejects after a while, and some calls are cancelled. */
    private static final class Run {
        private final SimWorld world;
        private final Phone alice;
        private final Phone bob;
        private final Random plan;

        Run(long seed) {
            world = SimWorld.seeded(seed);
            world.network().will(BAD);
            plan = new Random(seed);
            alice = world.phone("alice").hangsUpAfter(Duration.ofSeconds(3));
            bob = world.phone("bob").onCall(this::ring);
        }

        private void ring(Call call) {
            call.rings();
            Duration wait = Duration.ofMillis(plan.nextInt(2_000));
            call.after(wait, plan.nextInt(5) == 0 ? () -> call.rejects(486) : call::answers);
        }

        /** Returns the trace when all has ended as it may and nothing is left over. */
        String calls(int count) {
            for (int i = 0; i < count; i++) {
                alice.calls(bob);
                if (i % 5 == 4) {
                    cancelAfterASecond(alice.call());
                }
                world.time().advance(Duration.ofMillis(50));
            }
            alice.isIdle();
            bob.isIdle();
            try (world) {
                world.comesToRest();
            }
            endsAgree();
            return world.trace().toString();
        }

        private static void cancelAfterASecond(Call call) {
            call.after(Duration.ofSeconds(1), () -> {
                if (call.state() == CallState.CALLING || call.state() == CallState.EARLY) {
                    call.cancels();
                }
            });
        }

        /** Each call that bob knows ended for both with the same status, one that alice may have. */
        private void endsAgree() {
            List<Call> taken = bob.allCalls();
            Map<String, Call> made =
                    alice.allCalls().stream().collect(Collectors.toMap(Call::callId, Function.identity()));
            assertThat(made.values()).extracting(Call::status).isSubsetOf(200, 408, 486, 487);
            assertThat(taken)
                    .allSatisfy(
                            call -> assertThat(made.get(call.callId()).status()).isEqualTo(call.status()));
        }
    }
}
