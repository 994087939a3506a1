// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.MediaDirection;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A callee changes its session before it answers; a node may die, and either side may give up, at any moment of that. */
class EarlyUpdateMomentsTest {
    private static final String BOB = "sip:bob@bob.example";

    static Stream<Duration> moments() {
        return LongStream.iterate(1, millis -> millis < 420, millis -> millis + 19)
                .mapToObj(Duration::ofMillis);
    }

    private static SimCluster cluster(int nodes) {
        SimCluster cluster = SimCluster.of(
                nodes,
                srf -> srf.invite((req, res) -> srf.createB2BUA(
                        req, res, BOB, o -> o.header("Supported", "100rel").proxyResponseHeaders("all"))));
        cluster.phone("bob").supports("100rel").onCall(call -> {
            call.progressesReliably(180);
            call.after(Duration.ofMillis(150), () -> changes(call));
            call.after(Duration.ofMillis(185), call::answers);
        });
        return cluster;
    }

    private static void changes(Call call) {
        try {
            call.updates(MediaDirection.SENDONLY);
        } catch (IllegalStateException offerIsOpen) {
            return;
            // then it changes nothing
        }
    }

    private static Phone calls(SimCluster cluster) {
        return cluster.phone("alice")
                .supports("100rel")
                .calls(
                        cluster.uri("bob"),
                        invite -> invite.set(HeaderName.ALLOW, "INVITE, ACK, BYE, CANCEL, PRACK, UPDATE"));
    }

    private static void ends(SimCluster cluster, Phone alice) {
        cluster.passes(Duration.ofMinutes(3));
        Phone bob = cluster.phone("bob");
        if (alice.call().state() == CallState.CONFIRMED) {
            assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);
            assertThat(alice.call().isHeld()).isEqualTo(bob.call().direction() == MediaDirection.SENDONLY);
        }
        alice.call().hangsUp();
        cluster.comesToRest();
        assertThat(bob.leftovers()).isEmpty();
        assertThat(alice.leftovers()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void a_node_may_die(Duration moment) {
        try (SimCluster cluster = cluster(2)) {
            Phone alice = calls(cluster);
            cluster.passes(moment);
            cluster.nodes().stream().filter(node -> node.calls() > 0).toList().forEach(SimNode::kill);
            ends(cluster, alice);
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_caller_may_give_up(Duration moment) {
        try (SimCluster cluster = cluster(1)) {
            Phone alice = calls(cluster);
            cluster.passes(moment);
            alice.call().hangsUp();
            cluster.comesToRest();
            assertThat(cluster.phone("bob").leftovers()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_callee_may_refuse(Duration moment) {
        try (SimCluster cluster = cluster(1)) {
            calls(cluster);
            cluster.passes(moment);
            Phone bob = cluster.phone("bob");
            if (!bob.allCalls().isEmpty()) {
                bob.call().hangsUp();
            }
            cluster.passes(Duration.ofSeconds(40));
            cluster.phone("alice").call().hangsUp();
            cluster.comesToRest();
            assertThat(cluster.phone("bob").leftovers()).isEmpty();
        }
    }
}
