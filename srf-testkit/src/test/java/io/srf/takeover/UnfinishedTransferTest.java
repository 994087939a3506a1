// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.testkit.Apps;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node dies while it carries out a REFER: the target is left alone, the call goes on, and the REFER's subscription is gone with the node. */
class UnfinishedTransferTest {
    private final SimCluster cluster = SimCluster.of(2, UnfinishedTransferTest::exchange, config -> {});
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob").onCall(Call::answers);
    private final Phone carol = cluster.phone("carol").ringsOnly();
    private SimNode survivor;

    private static void exchange(Srf srf) {
        Apps.transferring(srf);
        srf.onRecover(dialog -> dialog.onRefer((refer, answer) -> srf.transfer(refer, answer)));
    }

    @BeforeEach
    void the_node_dies_while_the_target_rings() {
        alice.calls(cluster.uri("bob")).isInCall();
        bob.isInCall();
        cluster.passes(Duration.ofMillis(100));
        alice.transfers("sip:carol@carol.example").hearsOfTransfer(100);
        cluster.passes(Duration.ofSeconds(1));
        survivor = cluster.survivor();
        cluster.owner().kill();
        cluster.passes(Duration.ofMillis(10));
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    @Test
    void the_target_is_cancelled_and_the_two_go_on_talking() {
        carol.isTold("CANCEL").isIdle();
        alice.sends("INFO", "Signal=5").sees(200, "INFO");
        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=5");
        assertThat(survivor.srf().dialogs())
                .hasSize(2)
                .allMatch(leg -> leg.subscriptions().isEmpty());

        bob.hangsUp().sees(200, "BYE").isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void the_side_that_asked_hangs_up_and_ends_the_call() {
        carol.isTold("CANCEL").isIdle();
        alice.hangsUp().sees(200, "BYE").isIdle();

        bob.isTold("BYE").isIdle();
    }

    @Test
    void the_side_that_asked_may_ask_again() {
        carol.isTold("CANCEL").isIdle();
        carol.answersAfter(Duration.ofSeconds(1));
        alice.transfers("sip:carol@carol.example").hearsOfTransfer(200);

        alice.isTold("BYE").isIdle();
        carol.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }
}
