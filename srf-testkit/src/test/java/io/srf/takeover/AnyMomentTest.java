// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node dies at some moment of a call; whatever has become of the call by then, nothing is left up, and nothing is done twice. */
class AnyMomentTest {
    private static final Duration RINGING = Duration.ofMillis(60);
    private static final Duration TALK = Duration.ofMillis(150);
    private static final long LAST_MILLIS = 400;
    private static final long STEP_MILLIS = 9;

    static Stream<Duration> moments() {
        return LongStream.iterate(1, millis -> millis < LAST_MILLIS, millis -> millis + STEP_MILLIS)
                .mapToObj(Duration::ofMillis);
    }

    private static SimCluster cluster(int nodes) {
        return SimCluster.of(nodes, srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void a_node_may_die_at_any_moment_of_a_call(Duration moment) {
        try (SimCluster cluster = cluster(2)) {
            cluster.phone("bob").answersAfter(RINGING);
            Phone alice = cluster.phone("alice").hangsUpAfter(TALK).calls(cluster.uri("bob"));
            cluster.passes(moment);
            List<SimNode> owners =
                    cluster.nodes().stream().filter(node -> node.calls() > 0).toList();
            owners.forEach(SimNode::kill);
            alice.isIdle();
            cluster.comesToRest();
            assertThat(cluster.phone("bob").leftovers()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void requests_of_both_sides_that_come_to_two_nodes_at_once_are_answered(Duration moment) {
        try (SimCluster cluster = cluster(3)) {
            Phone bob = cluster.phone("bob").answersAfter(Duration.ZERO);
            Phone alice = cluster.phone("alice").calls(cluster.uri("bob")).isInCall();
            cluster.passes(Duration.ofSeconds(1));
            cluster.owner().kill();
            cluster.passes(Duration.ofMillis(1));
            alice.sends("INFO", "Signal=1");
            cluster.passes(moment.dividedBy(10));
            bob.sends("INFO", "Signal=2");

            alice.sees(200, "INFO");
            bob.sees(200, "INFO");
            alice.hangsUp().sees(200, "BYE").isIdle();
            bob.isTold("BYE").isIdle();
            cluster.comesToRest();
        }
    }
}
