// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.SrfConfig;
import io.srf.StoreTrouble;
import io.srf.app.Extras;
import io.srf.session.SessionOptions;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An application that would rather refuse than risk that two nodes act for a call. */
class SafetyFirstTest extends TwoNodes {
    @Override
    void configure(SrfConfig.Builder config) {
        config.storeTrouble(StoreTrouble.SAFETY_FIRST);
    }

    @Test
    void new_calls_are_refused_while_the_store_fails_and_calls_that_are_up_go_on() {
        talk();
        cluster.store().fails(true);
        alice.holds().sees(200, "INVITE");
        alice.resumes().sees(200, "INVITE");
        passes(Duration.ofSeconds(15));
        for (int i = 0; i < cluster.nodes().size(); i++) {
            cluster.phone("caller" + i).calls(cluster.uri("bob")).sees(503).isIdle();
        }
        cluster.store().fails(false);
        passes(Duration.ofSeconds(15));
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void nothing_is_sent_in_a_call_that_another_node_may_have() {
        talk();
        cluster.store().fails(true);
        passes(SessionOptions.DEFAULT.lease().multipliedBy(2));
        CompletableFuture<SipResponse> info =
                cluster.owner().srf().dialogs().getFirst().info(Extras.NONE);
        passes(Duration.ofSeconds(10));
        assertThat(info).isCompletedExceptionally();
        assertThat(alice.received().requests("INFO")).isEmpty();
        cluster.store().fails(false);
        passes(Duration.ofSeconds(10));
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }
}
