// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node has taken a call over, at its own engine, from a process that stood still and goes on now; the phones send to the engine there, whose address they know. */
class FormerEngineTest extends TwoNodesWithEngines {
    /** A node has renewed its leases, and heard what is not its own any more. */
    private static final Duration A_RENEWAL = SessionOptions.DEFAULT.lease().dividedBy(2);

    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private void secondHasTheCallAndFirstIsBack() {
        talk();
        first.pause();
        cluster.passes(SessionOptions.DEFAULT.lease().plusSeconds(4));
        assertThat(second.events()).contains("recover UAS", "recover UAC");
        first.resume();
        cluster.passes(A_RENEWAL);
        assertThat(first.events()).contains("hand over UAS", "hand over UAC");
    }

    private void secondStillHasTheCall() {
        assertThat(cluster.owner()).isEqualTo(second);
        assertThat(first.events()).doesNotContain("recover UAS", "recover UAC");
    }

    @Test
    void an_INFO_is_passed_on_to_the_engine_that_has_the_call() {
        secondHasTheCallAndFirstIsBack();
        for (int i = 0; i < 3; i++) {
            alice.sends("INFO", "Signal=" + i).sees(200, "INFO");
            bob.sends("INFO", "Signal=" + i).sees(200, "INFO");
        }
        assertThat(bob.received().requests("INFO"))
                .extracting(SipRequest::bodyText)
                .containsExactly("Signal=0", "Signal=1", "Signal=2");
        secondStillHasTheCall();
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_BYE_is_passed_on_to_the_engine_that_has_the_call() {
        secondHasTheCallAndFirstIsBack();
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        cluster.passes(A_MOMENT);
        assertThat(second.events()).contains("terminate UAS remote BYE", "terminate UAC local BYE");
    }

    @Test
    void a_re_INVITE_takes_the_call_along() {
        secondHasTheCallAndFirstIsBack();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        cluster.passes(A_RENEWAL);
        assertThat(cluster.owner()).isEqualTo(first);
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_call_whose_engine_is_dead_meanwhile_goes_on_at_the_former_one() {
        secondHasTheCallAndFirstIsBack();
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        second.kill();
        cluster.passes(Duration.ofSeconds(2));
        alice.sends("INFO", "Signal=2").sees(200, "INFO");
        assertThat(cluster.owner()).isEqualTo(first);
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }
}
