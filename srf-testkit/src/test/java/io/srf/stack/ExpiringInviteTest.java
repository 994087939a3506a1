// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Invitations that hold for a while only (RFC 3261 §13.3.1). */
@OverEveryEngine
class ExpiringInviteTest extends BridgedPhones {
    ExpiringInviteTest(Linked linked) {
        super(linked);
    }

    private void callsForTwoSeconds() {
        world.bridgesTo(bob);
        alice.calls(world.uri("bob"), invite -> invite.set(HeaderName.EXPIRES, 2));
    }

    @Test
    void an_invitation_that_nobody_takes_in_time_gets_487_and_the_called_side_CANCEL() {
        bob.ringsOnly();
        callsForTwoSeconds();
        alice.sees(180).sees(487).isIdle();
        bob.isTold("CANCEL").isIdle();

        assertThat(bob.received().request("INVITE").header(HeaderName.EXPIRES)).isEqualTo("2");
    }

    @Test
    void a_call_that_is_answered_in_time_goes_on_after_that() {
        bob.onCall(Call::answers);
        callsForTwoSeconds();
        alice.isInCall();
        world.passes(Duration.ofSeconds(5));

        assertThat(bob.received().requests("BYE")).isEmpty();
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }
}
