// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.session.SessionOptions;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A node is paused, or its link drops, while others go on: whoever comes back late does no harm. */
class PausedNodeTest extends TwoNodes {
    private static final Duration LONG = SessionOptions.DEFAULT.lease().multipliedBy(2);

    @Test
    void a_node_that_wakes_after_its_lease_sends_nothing_and_hears_that_its_calls_are_gone() {
        talk();
        SimNode paused = cluster.owner();
        SimNode other = cluster.survivor();
        Dialog dialog = paused.srf().dialogs().getFirst();
        paused.pause();
        passes(LONG);
        assertThat(other.calls()).isEqualTo(1);
        paused.resume();
        CompletableFuture<Void> over = dialog.destroy();
        passes(Duration.ofSeconds(1));

        assertThat(over).isCompleted();
        alice.isNotTold("BYE", Duration.ofSeconds(5));
        assertThat(paused.events())
                .contains("hand over UAS", "hand over UAC")
                .doesNotContain("recover UAS", "recover UAC");
        assertThat(paused.calls()).isZero();
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        passes(Duration.ofSeconds(1));
        bothLegsEndedOn(other);
    }

    @Test
    void a_node_that_wakes_and_was_not_overtaken_goes_on() {
        talk();
        SimNode paused = cluster.owner();
        cluster.survivor().kill();
        paused.pause();
        passes(LONG);
        paused.resume();
        paused.srf().dialogs().getFirst().destroy();

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_link_that_drops_and_comes_back_costs_no_call() {
        talk();
        SimNode owner = cluster.owner();
        owner.losesLink();
        passes(Duration.ofSeconds(10));
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");

        assertThat(cluster.survivor().events()).doesNotContain("recover UAS");
    }

    @Test
    void a_call_that_another_node_took_while_the_link_was_down_is_left_to_it() {
        talk();
        SimNode owner = cluster.owner();
        SimNode other = cluster.survivor();
        owner.losesLink();
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        passes(Duration.ofSeconds(10));

        assertThat(other.events()).contains("recover UAS", "recover UAC");
        assertThat(owner.calls()).isZero();
        assertThat(owner.events()).contains("hand over UAS", "hand over UAC");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void it_is_left_to_it_though_the_engine_that_knew_of_that_has_begun_anew() {
        talk();
        SimNode owner = cluster.owner();
        SimNode other = cluster.survivor();
        owner.losesLink();
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        other.pause();
        cluster.engineRestarts();
        passes(Duration.ofSeconds(3));
        assertThat(owner.events()).contains("hand over UAS", "hand over UAC");
        other.resume();
        passes(Duration.ofSeconds(10));

        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
        passes(Duration.ofSeconds(1));
        bothLegsEndedOn(other);
    }
}
