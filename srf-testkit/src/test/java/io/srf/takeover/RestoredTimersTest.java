// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was to happen later in a call happens on the node that has it then. */
class RestoredTimersTest extends TwoNodes {
    @Test
    void a_limit_that_was_set_on_the_dead_node_ends_both_legs() {
        talk();
        cluster.owner().srf().dialogs().getFirst().limit(Duration.ofMinutes(5));
        passes(Duration.ofSeconds(1));
        ownerDies();

        alice.isNotTold("BYE", Duration.ofMinutes(4)).isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_timer_of_the_session_goes_off_once_on_the_survivor() {
        List<String> heard = new ArrayList<>();
        for (SimNode node : cluster.nodes()) {
            node.srf().onTimer(event -> heard.add(node.name() + " " + event.name()));
        }
        talk();
        cluster.owner().srf().dialogs().getFirst().session().timer("low-balance", Duration.ofMinutes(2));
        passes(Duration.ofSeconds(1));
        SimNode survivor = ownerDies();
        passes(Duration.ofMinutes(5));

        assertThat(heard).containsExactly(survivor.name() + " low-balance");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_timer_that_was_due_while_nobody_had_the_call_goes_off_when_somebody_has() {
        List<String> heard = new ArrayList<>();
        talk();
        SimNode survivor = cluster.survivor();
        survivor.srf().onRecover(dialog -> heard.add("recover"));
        survivor.srf().onTimer(event -> heard.add(event.name()));
        cluster.owner().srf().dialogs().getFirst().session().timer("soon", Duration.ofSeconds(2));
        passes(Duration.ofSeconds(1));
        ownerDies();
        passes(Duration.ofMinutes(2));

        assertThat(heard).containsExactly("recover", "recover", "soon");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }
}
