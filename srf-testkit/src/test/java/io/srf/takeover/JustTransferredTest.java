// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Apps;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node dies with its engine just after it has joined the target of a transfer, so that nobody but the store can know of that. */
class JustTransferredTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void the_call_goes_on() {
        try (SimCluster cluster = SimCluster.embedded(2, Apps::transferring, config -> {})) {
            Phone alice = cluster.phone("alice");
            Phone bob = cluster.phone("bob").onCall(Call::answers);
            Phone carol = cluster.phone("carol").onCall(Call::answers);
            alice.calls(cluster.uri("bob")).isInCall();
            bob.isInCall();
            alice.transfers("sip:carol@carol.example");
            assertThat(cluster.time().runUntil(() -> isAcknowledged(cluster, carol), PATIENCE))
                    .isTrue();
            cluster.passes(Duration.ofMillis(1));
            dies(cluster.nodes().getFirst(), cluster);

            carol.sends("INFO", "Signal=5").sees(200, "INFO");
            assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=5");
            carol.hangsUp().sees(200, "BYE").isIdle();
            bob.isTold("BYE").isIdle();
            alice.hangsUp().isIdle();
            cluster.comesToRest();
        }
    }

    private static boolean isAcknowledged(SimCluster cluster, Phone phone) {
        return cluster.sim().trace().packets().stream()
                .anyMatch(traced -> traced.packet().to().equals(phone.address())
                        && traced.packet().message() instanceof SipRequest request
                        && request.is(Methods.ACK));
    }

    private static void dies(SimNode node, SimCluster cluster) {
        node.kill();
        cluster.sim()
                .network()
                .detour(
                        packet -> packet.to().equals(node.address()),
                        cluster.nodes().getLast().address());
    }
}
