// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A node dies when the callee has answered, and the application is still making the answer for the caller. */
class UnfinishedAnswerTest {
    private final CompletableFuture<String> media = new CompletableFuture<>();
    private final AtomicInteger asked = new AtomicInteger();

    private void connectsToBob(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                "sip:bob@bob.example",
                options -> options.localSdpA(sdp -> asked.getAndIncrement() == 0 ? media.join() : sdp)));
    }

    @Test
    void the_callee_is_hung_up_on_and_called_again_for_the_caller() {
        try (SimCluster cluster = SimCluster.of(2, this::connectsToBob)) {
            Phone bob = cluster.phone("bob").onCall(Call::answers);
            Phone alice = cluster.phone("alice").calls(cluster.uri("bob")).sees(100);
            bob.isInCall();
            cluster.passes(Duration.ofSeconds(1));
            cluster.nodes().stream().filter(node -> node.calls() > 0).forEach(node -> node.kill());
            alice.isInCall();
            cluster.passes(Duration.ofMinutes(3));

            assertThat(bob.allCalls()).hasSize(2);
            assertThat(bob.received().requests("BYE")).hasSize(1);
            alice.sends("INFO", "Signal=1").sees(200, "INFO");
            assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=1");
            alice.hangsUp().isIdle();
            media.complete("");
            cluster.comesToRest();
        }
    }
}
