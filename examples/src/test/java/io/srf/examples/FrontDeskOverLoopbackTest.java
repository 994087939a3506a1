// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same phones and sentences over real sockets. */
class FrontDeskOverLoopbackTest {
    @RegisterExtension
    final SipTest sip = SipTest.withApp(FrontDesk::handlers).overLoopback();

    @Test
    void every_caller_is_connected_to_bob_over_real_sockets_too() {
        Phone bob = sip.phone("bob").answersAfter(Duration.ofMillis(200));
        sip.host("carrier.example", bob);

        sip.phone("alice").calls("reception").sees(180).isInCall().hangsUp();
        bob.isTold("BYE").isIdle();
    }
}
