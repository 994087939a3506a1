// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A node dies, or its link drops, when the callee has answered, and the answer for the caller or of the caller is still being made. */
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

    @Test
    void a_callee_who_repeats_the_answer_to_a_link_that_came_back_meanwhile_is_not_hung_up_on() {
        try (SimCluster cluster =
                SimCluster.of(2, srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")))) {
            Phone bob = cluster.phone("bob").onCall(Call::answers);
            Phone alice = cluster.phone("alice");
            alice.misbehaves()
                    .ignoresNext(
                            2,
                            message -> message instanceof SipResponse ok
                                    && ok.isSuccess()
                                    && ok.method().equals("INVITE"));
            alice.calls(cluster.uri("bob"), SipRequest.Builder::noBody);
            cluster.passes(Duration.ofMillis(100));
            cluster.nodes().stream().filter(node -> node.calls() > 0).forEach(SimNode::losesLink);
            alice.isInCall();
            bob.isInCall();
            cluster.passes(Duration.ofSeconds(10));

            bob.hangsUp().sees(200, "BYE");
            alice.isTold("BYE").isIdle();
            cluster.comesToRest();
        }
    }
}
