// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node drains at some moment of a call, or a request comes at some moment of its draining: it is answered, by one node or the other. */
class DrainAnyMomentTest {
    private static final long LAST_MILLIS = 150;
    private static final int CALLS = 10;
    private static final Duration RINGING = Duration.ofMillis(60);
    private static final Duration TALK = Duration.ofMillis(150);

    static Stream<Duration> moments() {
        return LongStream.rangeClosed(0, LAST_MILLIS / 3).mapToObj(third -> Duration.ofMillis(third * 3));
    }

    private static SimCluster cluster() {
        return SimCluster.of(2, srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")));
    }

    private static void isOver(SimCluster cluster) {
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        assertThat(cluster.phone("bob").leftovers()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void a_request_may_come_at_any_moment(Duration moment) {
        try (SimCluster cluster = cluster()) {
            Phone bob = cluster.phone("bob").answersAfter(Duration.ZERO);
            Phone alice = cluster.phone("alice").calls(cluster.uri("bob")).isInCall();
            cluster.passes(Duration.ofSeconds(1));
            CompletableFuture<Void> drained = cluster.owner().srf().drain();
            cluster.passes(moment);
            alice.sends("INFO", "Signal=1").sees(200, "INFO");
            assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=1");
            bob.hangsUp().sees(200, "BYE").isIdle();
            alice.isTold("BYE").isIdle();
            isOver(cluster);
            assertThat(drained).isCompleted();
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_BYEs_of_some_calls_may_come_while_others_are_left(Duration moment) {
        try (SimCluster cluster = cluster()) {
            cluster.phone("bob").onCall(Call::answers);
            List<Phone> callers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                callers.add(cluster.phone("caller" + i).calls(cluster.uri("bob")));
            }
            callers.forEach(Phone::isInCall);
            cluster.passes(Duration.ofSeconds(1));
            cluster.nodes().getFirst().srf().drain();
            for (Phone caller : callers) {
                cluster.passes(moment.dividedBy(CALLS));
                caller.hangsUp();
            }
            callers.forEach(caller -> caller.sees(200, "BYE").isIdle());
            isOver(cluster);
            List<String> ends = cluster.nodes().stream()
                    .flatMap(node -> node.events().stream())
                    .filter(event -> event.startsWith("terminate"))
                    .toList();
            assertThat(ends).hasSize(2 * CALLS);
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void a_node_may_drain_at_any_moment_of_a_call(Duration moment) {
        try (SimCluster cluster = cluster()) {
            cluster.phone("bob").answersAfter(RINGING);
            Phone alice = cluster.phone("alice").hangsUpAfter(TALK).calls(cluster.uri("bob"));
            cluster.passes(moment.multipliedBy(2));
            cluster.nodes().stream()
                    .filter(node -> node.calls() > 0)
                    .map(SimNode::srf)
                    .toList()
                    .forEach(srf -> srf.drain());
            alice.sees(200, "INVITE").sees(200, "BYE").isIdle();
            isOver(cluster);
        }
    }
}
