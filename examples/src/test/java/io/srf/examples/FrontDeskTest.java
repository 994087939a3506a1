// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import io.srf.testkit.Will;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How an application is tested; docs/testing.md explains it. */
class FrontDeskTest {
    @RegisterExtension
    final SipTest sip = SipTest.withApp(FrontDesk::handlers);

    private final Phone alice = sip.phone("alice");
    private final Phone bob = sip.phone("bob");

    @BeforeEach
    void bob_is_at_his_carrier() {
        sip.host("carrier.example", bob);
    }

    @Test
    void every_caller_is_connected_to_bob() {
        alice.calls("reception");
        bob.isTold("INVITE").rings();
        alice.sees(180);
        bob.answers();
        alice.isInCall().hangsUp();
        bob.isTold("BYE").isIdle();

        assertThat(bob.received().request("INVITE").uriText()).isEqualTo("sip:bob@carrier.example");
    }

    @Test
    void a_call_of_eight_hours_may_be_put_on_hold() {
        bob.answersAfter(Duration.ofSeconds(5));
        alice.calls("reception").sees(180).isInCall();
        sip.passes(Duration.ofHours(8));
        bob.holds().sees(200, "INVITE");
        alice.isHeld();
        bob.resumes().sees(200, "INVITE");
        alice.isNotHeld().hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_busy_bob_is_told_to_the_caller() {
        bob.rejectsWith(486);
        alice.calls("reception").sees(486).isIdle();
    }

    @Test
    void a_caller_who_gives_up_leaves_nobody_ringing() {
        bob.ringsOnly();
        alice.calls("reception").sees(180).cancels().sees(487).isIdle();
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_200_that_crosses_the_CANCEL_leaves_nobody_in_a_call() {
        bob.ringsOnly();
        Hold ok = sip.holds(bob, 200, "INVITE");
        alice.calls("reception").sees(180);
        bob.answers();
        alice.cancels().sees(487);
        bob.isTold("CANCEL");
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void a_caller_who_never_acknowledges_is_hung_up_on_after_32_seconds() {
        bob.onCall(Call::answers);
        alice.misbehaves().neverAcks();
        alice.calls("reception").isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();

        assertThat(sip.time().elapsed()).isBetween(Duration.ofSeconds(32), Duration.ofSeconds(33));
    }

    @Test
    void a_network_that_loses_every_tenth_packet_does_no_harm() {
        sip.network().will(Will.GOOD.withLoss(0.1).withJitter(Duration.ofMillis(30)));
        bob.answersAfter(Duration.ofSeconds(1));
        alice.calls("reception").isInCall().hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_caller_behind_a_router_is_answered() {
        sip.hides(alice);
        bob.rejectsWith(480);
        alice.calls("reception").sees(480).isIdle();
    }

    @Test
    void the_application_hears_how_its_calls_end() {
        bob.onCall(Call::answers);
        alice.calls("reception").isInCall().hangsUp().isIdle();
        sip.passes(Duration.ofSeconds(1));

        assertThat(sip.dialogEvents())
                .contains("create UAS", "create UAC", "terminate UAS remote BYE", "terminate UAC local BYE");
    }

    @Test
    void calls_end_and_leave_nothing_whatever_the_network_does() {
        sip.chaos(1).times(50).run(world -> {
            world.host("carrier.example", world.phone("bob").answersAfter(Duration.ofSeconds(1)));
            world.phone("alice")
                    .hangsUpAfter(Duration.ofSeconds(5))
                    .calls("reception")
                    .isIdle();
        });
    }
}
