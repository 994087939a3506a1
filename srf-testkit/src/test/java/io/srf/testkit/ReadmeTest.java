// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The code that the README of this module shows. */
class ReadmeTest {
    @RegisterExtension
    final SipTest sip =
            SipTest.withApp(srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")));

    @Test
    void a_200_that_crosses_a_CANCEL_ends_in_ACK_and_BYE() {
        Phone bob = sip.phone("bob").ringsOnly();
        Phone alice = sip.phone("alice").calls("bob").sees(180);

        Hold ok = sip.holds(bob, 200, "INVITE");
        bob.answers(); // the 200 is on its way ...
        alice.cancels().sees(487).isIdle(); // ... and crosses the CANCEL
        bob.isTold("CANCEL");
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
    }
}
