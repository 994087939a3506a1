// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import io.srf.testkit.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The store has made a record, could not say so, and then failed for longer than a lease: the record looks like an orphan to the node whose call it is. */
class OwnOrphanTest extends TwoNodes {
    private static final Duration LEASE = SessionOptions.DEFAULT.lease();

    private SimNode talkWithUncertainRecord() {
        SimNode node = cluster.nodes().getFirst();
        cluster.nodes().getLast().kill();
        cluster.store().losesAnswers(true);
        talk();
        cluster.store().fails(true);
        cluster.store().losesAnswers(false);
        passes(LEASE.multipliedBy(2));
        return node;
    }

    @Test
    void the_call_goes_on() {
        SimNode node = talkWithUncertainRecord();
        cluster.store().fails(false);
        passes(LEASE);

        assertThat(node.events()).containsExactly("create UAC", "create UAS");
        alice.sends("INFO").sees(200, "INFO");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_call_that_is_over_stays_over() {
        SimNode node = talkWithUncertainRecord();
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE").isIdle();
        cluster.store().fails(false);
        passes(LEASE);

        assertThat(node.events())
                .containsExactly("create UAC", "create UAS", "terminate UAS remote BYE", "terminate UAC local BYE");
    }
}
