// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An application that hangs up while its link to the engine is down. */
class HangingUpWithoutLinkTest {
    @Test
    void both_sides_are_hung_up_on_when_the_link_is_back() {
        try (SimCluster cluster =
                SimCluster.of(2, srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")))) {
            Phone bob = cluster.phone("bob").onCall(Call::answers);
            Phone alice = cluster.phone("alice").calls(cluster.uri("desk")).isInCall();
            bob.isInCall();
            cluster.passes(Duration.ofMillis(100));

            SimNode owner = cluster.owner();
            owner.losesLink();
            List<CompletableFuture<Void>> ends =
                    owner.srf().dialogs().stream().map(Dialog::destroy).toList();

            alice.isTold("BYE").isIdle();
            bob.isTold("BYE").isIdle();
            cluster.passes(Duration.ofSeconds(1));
            assertThat(ends).hasSize(2).allMatch(CompletableFuture::isDone);
            cluster.comesToRest();
            cluster.eachEndWasHeardOnce();
        }
    }
}
