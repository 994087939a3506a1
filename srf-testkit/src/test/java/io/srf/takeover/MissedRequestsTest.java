// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import io.srf.sip.SipRequest;
import io.srf.testkit.Will;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process with node and engine stands still for longer than a lease, and phones send to it meanwhile: no request is answered as if the call were still there. */
class MissedRequestsTest extends TwoNodesWithEngines {
    private static final Duration UNTIL_TAKEN_OVER =
            SessionOptions.DEFAULT.lease().plusSeconds(4);
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    /** A node has renewed its leases, and heard what is not its own any more. */
    private static final Duration A_RENEWAL = SessionOptions.DEFAULT.lease().dividedBy(2);

    private void firstStandsStillUntilSecondHasTheCall() {
        first.pause();
        cluster.passes(UNTIL_TAKEN_OVER);
        assertThat(second.events()).contains("recover UAS", "recover UAC");
    }

    private void firstGoesOn() {
        cluster.passes(A_MOMENT);
        first.resume();
        cluster.passes(A_RENEWAL);
    }

    @Test
    void a_BYE_ends_both_legs_though_another_node_has_the_call() {
        talk();
        firstStandsStillUntilSecondHasTheCall();
        bob.hangsUp();
        firstGoesOn();

        bob.sees(200, "BYE").isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_BYE_is_not_heard_as_the_end_of_a_call_that_another_node_has_ended() {
        talk();
        first.pause();
        cluster.sim().network().will(bob.address(), first.address(), Will.GOOD.withLoss(1));
        bob.hangsUp();
        cluster.passes(Duration.ofSeconds(1));
        cluster.sim().network().will(bob.address(), first.address(), Will.GOOD);
        cluster.passes(UNTIL_TAKEN_OVER);
        assertThat(second.events()).contains("terminate UAC peer gone", "terminate UAS local BYE");
        firstGoesOn();

        alice.isTold("BYE").isIdle();
        bob.isIdle();
        assertThat(first.events()).contains("hand over UAS", "hand over UAC");
    }

    @Test
    void requests_are_answered_in_the_order_in_which_they_came() {
        talk();
        firstStandsStillUntilSecondHasTheCall();
        bob.sends("INFO", "Signal=1");
        bob.sends("INFO", "Signal=2");
        alice.sends("INFO", "Signal=3");
        firstGoesOn();

        assertThat(alice.received().requests("INFO"))
                .extracting(SipRequest::bodyText)
                .containsExactly("Signal=1", "Signal=2");
        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=3");
        bob.sees(200, "INFO").hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void they_are_answered_as_ever_if_nobody_took_the_call() {
        talk();
        second.kill();
        first.pause();
        cluster.passes(UNTIL_TAKEN_OVER);
        bob.sends("INFO", "Signal=1");
        bob.hangsUp();
        firstGoesOn();

        bob.sees(200, "BYE");
        assertThat(alice.received().request("INFO").bodyText()).isEqualTo("Signal=1");
        alice.isTold("BYE").isIdle();
        assertThat(first.events()).contains("terminate UAC remote BYE", "terminate UAS local BYE");
    }
}
