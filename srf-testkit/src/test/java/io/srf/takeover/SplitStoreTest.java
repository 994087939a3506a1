// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import io.srf.testkit.SimNode;
import io.srf.testkit.SimStore.Winner;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The store splits into two, each of which accepts the writes of one node, and one of them wins (F5). */
class SplitStoreTest extends TwoNodes {
    private static final Duration LEASE = SessionOptions.DEFAULT.lease();
    private static final int SEEDS = 20;

    private static Stream<Arguments> splits() {
        return IntStream.range(0, SEEDS)
                .boxed()
                .flatMap(seed -> Stream.of(Winner.values()).map(winner -> Arguments.of(seed, winner)));
    }

    @ParameterizedTest
    @EnumSource
    void one_owner_remains_and_the_call_goes_on(Winner winner) {
        talk();
        SimNode owner = cluster.owner();
        SimNode other = cluster.survivor();
        cluster.store().splits(LEASE, other);
        passes(LEASE.multipliedBy(2));
        assertThat(other.calls()).isEqualTo(1);
        cluster.store().heals(winner);
        passes(LEASE.multipliedBy(3));

        assertThat(owner.calls() + other.calls()).isEqualTo(1);
        alice.sends("INFO").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_ends_during_the_split_stays_over(Winner winner) {
        talk();
        SimNode other = cluster.survivor();
        cluster.store().splits(LEASE, other);
        passes(LEASE.multipliedBy(2));
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        passes(Duration.ofSeconds(1));
        cluster.store().heals(winner);
        passes(LEASE.multipliedBy(3));

        assertThat(cluster.store().records()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("splits")
    void whatever_comes_meanwhile_each_leg_ends_once(int seed, Winner winner) {
        Random random = new Random(seed);
        talk();
        SimNode split = cluster.nodes().get(random.nextInt(2));
        cluster.store().splits(LEASE, split);
        passes(Duration.ofMillis(random.nextLong(2 * LEASE.toMillis())));
        alice.sends("INFO");
        passes(Duration.ofMillis(random.nextLong(LEASE.toMillis())));
        cluster.store().heals(winner);
        passes(Duration.ofMillis(random.nextLong(2 * LEASE.toMillis())));
        bob.sends("INFO");
        passes(Duration.ofMillis(random.nextLong(2 * LEASE.toMillis())));
        if (!alice.leftovers().isEmpty()) {
            alice.hangsUp();
        }

        alice.isIdle();
        bob.isIdle();
    }
}
