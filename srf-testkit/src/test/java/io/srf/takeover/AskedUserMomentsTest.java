// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.CallState;
import io.srf.testkit.MediaDirection;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A re-INVITE waits for the callee's user for more than a minute, and somebody gives up at some moment of that. */
class AskedUserMomentsTest {
    private static final Duration ASKED = Duration.ofSeconds(70);

    static Stream<Duration> moments() {
        return LongStream.of(1, 11, 15, 21, 31, 45, 20_000, 49_990, 50_020, 69_990, 70_015, 70_025, 70_035, 70_045)
                .mapToObj(Duration::ofMillis);
    }

    private static SimCluster cluster(int nodes) {
        SimCluster cluster =
                SimCluster.of(nodes, srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")));
        Phone bob = cluster.phone("bob").answersAfter(Duration.ZERO).asksItsUser(ASKED);
        Phone alice = cluster.phone("alice").calls(cluster.uri("bob")).isInCall();
        bob.isInCall();
        cluster.passes(Duration.ofSeconds(1));
        alice.holds();
        return cluster;
    }

    private static void ends(SimCluster cluster) {
        Phone alice = cluster.phone("alice");
        Phone bob = cluster.phone("bob");
        cluster.passes(Duration.ofMinutes(5));
        assertThat(alice.call().state()).isEqualTo(bob.call().state());
        if (alice.call().state() == CallState.CONFIRMED) {
            assertThat(bob.call().isHeld()).isEqualTo(alice.call().direction() == MediaDirection.SENDONLY);
            bob.asksItsUser(Duration.ZERO);
            bob.sends("INFO", "are you there").sees(200, "INFO");
            alice.isTold("INFO");
        }
        alice.call().hangsUp();
        over(cluster);
    }

    private static void over(SimCluster cluster) {
        cluster.comesToRest();
        assertThat(cluster.phone("bob").leftovers()).isEmpty();
        assertThat(cluster.phone("alice").leftovers()).isEmpty();
        assertThat(cluster.phone("bob").call().state()).isEqualTo(CallState.ENDED);
        assertThat(cluster.phone("alice").call().state()).isEqualTo(CallState.ENDED);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_callee_may_hang_up_when_the_node_has_died(Duration moment) {
        try (SimCluster cluster = cluster(2)) {
            cluster.passes(moment);
            cluster.owner().kill();
            cluster.phone("bob").call().hangsUp();
            over(cluster);
        }
    }

    private static void cancels(SimCluster cluster) {
        try {
            cluster.phone("alice").call().cancels();
        } catch (IllegalStateException answered) {
            return;
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_caller_may_cancel(Duration moment) {
        try (SimCluster cluster = cluster(1)) {
            cluster.passes(moment);
            cancels(cluster);
            ends(cluster);
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_callee_may_hang_up(Duration moment) {
        try (SimCluster cluster = cluster(1)) {
            cluster.passes(moment);
            cluster.phone("bob").call().hangsUp();
            over(cluster);
        }
    }
}
