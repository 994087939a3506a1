// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegistrarTest {
    @RegisterExtension
    final SipTest sip = SipTest.withApp(Registrar::new);

    private final Phone alice = sip.phone("alice");
    private final Phone bob = sip.phone("bob", Protocol.TCP);

    @Test
    void a_phone_that_has_registered_is_called() {
        bob.answersAfter(Duration.ofSeconds(1)).registers().sees(200, "REGISTER");
        alice.calls("bob").sees(180).isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void one_whose_registration_has_run_out_is_not() {
        bob.registers("desk.example", Duration.ofMinutes(5)).sees(200, "REGISTER");
        sip.passes(Duration.ofMinutes(5));
        alice.calls("bob").sees(480).isIdle();
    }

    @Test
    void nor_one_that_has_taken_its_registration_back() {
        bob.registers().sees(200, "REGISTER");
        assertThat(bob.received().response(200).header("Contact")).endsWith(";expires=3600");
        bob.registers("desk.example", Duration.ZERO).sees(200, "REGISTER");
        alice.calls("bob").sees(480).isIdle();
    }
}
