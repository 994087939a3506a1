// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipUri;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.Will;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many bridged calls over a network that loses, doubles and reorders what it carries. */
class LossyNetworkTest {
    private static final Will BAD = Will.GOOD
            .withJitter(Duration.ofMillis(30))
            .withLoss(0.05)
            .withDuplication(0.02)
            .withReordering(0.05);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(200);

    /** What is to become of a call, and with which statuses it may end. */
    private enum Plan {
        CALLER_HANGS_UP(200),
        CALLEE_HANGS_UP(200),
        CALLER_CANCELS(487),
        CALLEE_REJECTS(486);

        private final int status;

        Plan(int status) {
            this.status = status;
        }

        void begin(StackWorld world, Phone caller, Phone callee, String uri) {
            switch (this) {
                case CALLER_HANGS_UP -> {
                    caller.hangsUpAfter(Duration.ofSeconds(20));
                    callee.answersAfter(Duration.ofSeconds(1));
                }
                case CALLEE_HANGS_UP -> {
                    callee.answersAfter(Duration.ofSeconds(1));
                    callee.hangsUpAfter(Duration.ofSeconds(20));
                }
                case CALLER_CANCELS -> callee.ringsOnly();
                case CALLEE_REJECTS -> callee.rejectsWith(486);
            }
            caller.calls(uri);
            if (this == CALLER_CANCELS) {
                Call call = caller.call();
                world.sim().time().schedule(Duration.ofSeconds(3), () -> caller.perform(call::cancels));
            }
        }
    }

    private record Pair(Plan plan, Phone caller, Phone callee) {
        void endedAsPlanned() {
            assertThat(caller.call().status()).as("%s of %s", plan, caller).isEqualTo(plan.status);
            assertThat(callee.allCalls()).as("%s of %s", plan, callee).hasSize(1);
            assertThat(callee.call().status()).as("%s of %s", plan, callee).isEqualTo(plan.status);
        }
    }

    private static String run(long seed, int calls) {
        try (StackWorld world = new StackWorld(seed)) {
            List<Pair> pairs = new ArrayList<>();
            world.sim().network().will(BAD);
            world.srf().invite((req, res) -> {
                String user = ((SipUri) req.uri()).user();
                Pair pair = pairs.get(Integer.parseInt(user));
                world.srf().createB2BUA(req, res, pair.callee().uri().toString());
            });
            for (int i = 0; i < calls; i++) {
                Plan plan = Plan.values()[i % Plan.values().length];
                Pair pair = new Pair(plan, world.phone("caller-" + i), world.phone("callee-" + i));
                pairs.add(pair);
                plan.begin(world, pair.caller(), pair.callee(), world.uri(Integer.toString(i)));
                world.sim().time().runUntil(() -> !pair.callee().allCalls().isEmpty(), Duration.ofSeconds(30));
                world.passes(BETWEEN_CALLS);
            }
            world.comesToRest();
            pairs.forEach(Pair::endedAsPlanned);
            return world.sim().trace().toString();
        }
    }

    @Test
    void a_thousand_calls_end_as_they_were_meant_to_and_leave_nothing(TestReporter reporter) {
        long begin = System.nanoTime();
        assertThat(run(42, 1_000)).isNotEmpty();
        reporter.publishEntry(
                "1,000 calls", Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_same_seed_gives_the_same_trace(long seed) {
        assertThat(run(seed, 12)).isEqualTo(run(seed, 12));
    }
}
