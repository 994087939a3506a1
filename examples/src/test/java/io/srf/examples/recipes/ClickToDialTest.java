// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.app.SipException;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickToDialTest {
    @RegisterExtension
    final SipTest sip = SipTest.withApp(srf -> {});

    private final Phone alice = sip.phone("alice").answersAfter(Duration.ofSeconds(2));
    private final Phone bob = sip.phone("bob");

    private CompletableFuture<B2BUA> dial() {
        return new ClickToDial(sip.srf()).dial("sip:alice@alice.example", "sip:bob@bob.example");
    }

    @Test
    void two_phones_are_called_and_joined() {
        bob.answersAfter(Duration.ofSeconds(3));
        B2BUA call = sip.waitsFor(dial());

        assertThat(call.uas().remote().uri()).contains("alice");
        alice.isInCall().isNotHeld().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void the_first_is_hung_up_on_if_the_second_is_busy() {
        bob.rejectsWith(486);

        assertThatThrownBy(() -> sip.waitsFor(dial())).hasCauseInstanceOf(SipException.class);
        alice.isTold("BYE").isIdle();
    }

    @Test
    void the_second_does_not_ring_if_the_first_does_not_answer() {
        alice.ringsOnly();

        assertThatThrownBy(() -> sip.waitsFor(dial())).hasMessageContaining("408");
        assertThat(bob.received().requests("INVITE")).isEmpty();
    }
}
